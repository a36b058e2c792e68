"""What is owed to authorities: methods, and money that comes from them."""

from datetime import date

from services.payroll.dues import reads, schemas, use_cases
from services.payroll.dues.rules import Due, IncomingPayment
from shared.bus import Event, allow, command, handles, query
from shared.money import Money
from shared.postgres import Tx

CLERK, SECOND = allow("payroll_clerk"), allow("payroll_clerk", "board")


class DueHandlers:
    """What is asked and consumed about what is owed to authorities."""

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
        """The bank rejected the payment of what is owed, or stopped it: what is open waits again."""
        return use_cases.reject_due(tx, due_id)

    @command(schemas.OffsetClaim, response=schemas.DueDetail, allow=CLERK)
    def offset_claim(self, tx: Tx, *, claim_id: str, due_id: str) -> Due:
        """What an authority owes back settles what is owed to it, where its law lets it."""
        return use_cases.offset_claim(tx, claim_id, due_id)

    @query(schemas.ListIncomingPayments, response=schemas.IncomingPaymentDetail, many=True,
           allow=allow("payroll_clerk", "accountant", "auditor", "board"))
    def list_incoming_payments(self, tx: Tx, *, limit: int) -> list[IncomingPayment]:
        """Money that came in for payroll and settles nothing yet, or not all of it."""
        return reads.list_incoming_payments(tx, limit)

    @command(schemas.AssignIncomingPayment, response=schemas.DueDetail, allow=CLERK)
    def assign_incoming_payment(self, tx: Tx, *, movement_id: str, due_id: str, amount: Money | None) -> Due:
        """Say which due money that came in settles."""
        return use_cases.assign_incoming_payment(tx, movement_id, due_id, amount)

    @handles("invoicing.movement_claimed", schemas.MovementClaimed)
    def on_movement_claimed(self, tx: Tx, event: Event) -> None:
        """Money that came in without a reference is payroll's: it waits for whoever knows what it settles."""
        use_cases.record_incoming_payment(tx, movement_id=event["movement_id"], claimed_for=event["claimed_for"],
                                 booked_on=event["booked_on"], amount=event["amount"])
