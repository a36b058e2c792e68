"""What is owed to authorities: methods."""

from datetime import date

from services.payroll.dues import reads, schemas, use_cases
from services.payroll.dues.rules import Due
from shared.bus import allow, command, query
from shared.postgres import Tx

CLERK, SECOND = allow("payroll_clerk"), allow("payroll_clerk", "board")


class DueHandlers:
    """What is asked about what is owed to authorities."""

    @query(schemas.ListDues, response=schemas.DueDetail, many=True,
           allow=allow("payroll_clerk", "accountant", "auditor", "board"))
    def list_dues(self, tx: Tx, *, entity: str, until: date, paid: bool, after: str, limit: int) -> list[Due]:
        """What is owed to social security and the tax authority: how much, by when, and whose step leads on."""
        return reads.list_dues(tx, entity=entity, until=until, paid=paid, after=after, limit=limit)

    @command(schemas.ProposeDue, response=schemas.DueDetail, allow=CLERK)
    def propose_due(self, tx: Tx, *, due_id: str, reference: str) -> Due:
        """Propose to pay what is owed, under the authority's reference."""
        return use_cases.propose_due(tx, due_id, reference)

    @command(schemas.DueRequest, response=schemas.DueDetail, allow=SECOND)
    def approve_due(self, tx: Tx, *, due_id: str) -> Due:
        """Approve, as a second person, that what is owed leaves for the bank."""
        return use_cases.approve_due(tx, due_id)

    @command(schemas.DueRequest, response=schemas.DueDetail, allow=SECOND)
    def withdraw_due(self, tx: Tx, *, due_id: str) -> Due:
        """Give a proposed payment up: it waits again."""
        return use_cases.withdraw_due(tx, due_id)

    @command(schemas.DueRequest, response=schemas.DueDetail, allow=CLERK)
    def reject_due(self, tx: Tx, *, due_id: str) -> Due:
        """The bank rejected the payment of what is owed: it waits again."""
        return use_cases.reject_due(tx, due_id)
