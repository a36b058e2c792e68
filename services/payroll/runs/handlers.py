"""Pay runs on other days than today's."""

from datetime import date

from services.payroll.runs import schemas, use_cases
from shared.bus import allow, command
from shared.postgres import Tx


class RunHandlers:
    """What is asked about pay runs."""

    @command(schemas.AskRun, response=schemas.RunAsked, allow=allow("payroll_clerk"))
    def ask_run(self, tx: Tx, *, day: date) -> dict[str, str]:
        """Ask for the pay run of a day that is far from today."""
        return {"approval_id": use_cases.ask_run(tx, day)}

    @command(schemas.ApproveRun, response=schemas.RunApproved, allow=allow("payroll_clerk", "board"))
    def approve_run(self, tx: Tx, *, approval_id: str) -> dict[str, str]:
        """Approve, as a second person, a run that somebody asked for."""
        return {"approval_id": approval_id, "asked_by": use_cases.approve_run(tx, approval_id)}
