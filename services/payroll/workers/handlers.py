"""Workers' accounts, and members as they are admitted."""

from typing import Any

from services.payroll.workers import reads, schemas, use_cases
from shared.bus import Event, allow, command, handles, query
from shared.postgres import Tx


class WorkerHandlers:
    """What is asked and consumed about workers."""

    @command(schemas.ChangeAccount, response=schemas.AccountChanged, allow=allow("payroll_clerk", self_by="member_id"))
    def change_account(self, tx: Tx, *, member_id: str, iban: str) -> dict[str, str]:
        """A worker's new account; what is not sent yet goes there."""
        use_cases.change_account(tx, member_id=member_id, iban=iban)
        return {"member_id": member_id}

    @query(schemas.GetWorker, response=schemas.WorkerOnFile, allow=allow("payroll_clerk", self_by="member_id"))
    def get_worker(self, tx: Tx, *, member_id: str) -> dict[str, Any]:
        """What payroll knows of a worker today: name, end of the account, household; or that it knows nothing yet."""
        return reads.worker_on_file(tx, member_id)

    @handles("membership.member_admitted", schemas.MemberAdmitted, replaced_by=["register_worker"])
    def on_member_admitted(self, tx: Tx, event: Event) -> None:
        """Somebody may soon work; this is the language of their payslips."""
        use_cases.record_member(tx, member_id=event["member_id"], admitted_on=event["admitted_on"],
                                language=event["language"])
