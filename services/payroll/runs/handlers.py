"""Pay runs: proposed, approved by a second person, sent, reopened; and runs on other days than today's."""

from datetime import date
from typing import Any

from services.payroll.runs import reads, schemas, use_cases
from shared.bus import allow, command, query
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

    @command(schemas.ProposePayRun, response=schemas.PayRunDetail, allow=allow("payroll_clerk"))
    def propose_pay_run(self, tx: Tx, *, day: date) -> dict[str, Any]:
        """Propose what goes to the bank: every wage to be paid by a day that no run holds."""
        return reads.get_pay_run(tx, use_cases.propose_run(tx, day))

    @command(schemas.PayRunRequest, response=schemas.PayRunDetail, allow=allow("payroll_clerk", "board"))
    def approve_pay_run(self, tx: Tx, *, run_id: str) -> dict[str, Any]:
        """Approve a run as a second person, before the bank's cut-off."""
        use_cases.approve_pay_run(tx, run_id)
        return reads.get_pay_run(tx, run_id)

    @command(schemas.PayRunRequest, response=schemas.PayRunDetail, allow=allow("payroll_clerk"))
    def send_pay_run(self, tx: Tx, *, run_id: str) -> dict[str, Any]:
        """Send an approved run to the bank now; otherwise it leaves in time by itself."""
        use_cases.send_pay_run(tx, run_id)
        return reads.get_pay_run(tx, run_id)

    @command(schemas.PayRunRequest, response=schemas.PayRunDetail, allow=allow("payroll_clerk", "board"))
    def reopen_pay_run(self, tx: Tx, *, run_id: str) -> dict[str, Any]:
        """Give up a run that was not sent: its wages go with the next one."""
        use_cases.reopen_pay_run(tx, run_id)
        return reads.get_pay_run(tx, run_id)

    @query(schemas.PayRunRequest, response=schemas.PayRunDetail, allow=allow("payroll_clerk", "board", "accountant"))
    def get_pay_run(self, tx: Tx, *, run_id: str) -> dict[str, Any]:
        """A run: what it pays, what is unlike before, what is blocked beside it, what the bank did."""
        return reads.get_pay_run(tx, run_id)

    @query(schemas.ListPayRuns, response=schemas.PayRunSummary, many=True,
           allow=allow("payroll_clerk", "board", "accountant"))
    def list_pay_runs(self, tx: Tx, *, after: str, limit: int) -> list[dict[str, Any]]:
        """The runs, the latest first."""
        return reads.list_pay_runs(tx, after=after, limit=limit)
