"""What membership hears."""

from services.membership.schemas import events as shapes
from services.membership.use_cases import advisors, calls, payments
from shared.bus import Event, handles
from shared.postgres import Tx

NOT_ON_THE_DESK = "the advisor's desk does not show it"


class Hearing:
    """Payments from the bank file, business activity of members, and what lies on the desks of advisors."""

    @handles("invoicing.bank_movement_received", shapes.BankMovementReceived, replaced_by=["record_payment",
                                                                                           "record_payout"])
    def on_bank_movement_received(self, tx: Tx, event: Event) -> None:
        """Money of our range of communications pays shares."""
        payments.note_bank_movement(
            tx, movement_id=event["movement_id"], booked_on=event["booked_on"], amount=event["amount"],
            structured_communication=event["structured_communication"], end_to_end_id=event["end_to_end_id"])

    @handles("invoicing.bank_movement_returned", shapes.BankMovementReturned,
           replaced_by=["reverse_payment", "return_payout"])
    def on_bank_movement_returned(self, tx: Tx, event: Event) -> None:
        """The bank took a payment back."""
        payments.note_bank_return(tx, movement_id=event["movement_id"], refers_to=event["refers_to"],
                                  booked_on=event["booked_on"], end_to_end_id=event["end_to_end_id"])

    @handles("invoicing.order_signed", shapes.OrderSigned, replaced_by=["call_voluntary_shares"])
    def on_order_signed(self, tx: Tx, event: Event) -> None:
        """The first order of a year calls that year's share."""
        calls.note_signed_order(tx, order_id=event["order_id"], member_id=event["member_id"],
                                signed_on=event["signed_on"])

    @handles("invoicing.order_cancelled", shapes.OrderCancelled, replaced_by=["withdraw_share_call"])
    def on_order_cancelled(self, tx: Tx, event: Event) -> None:
        """Without activity left, an unpaid yearly call is withdrawn."""
        calls.note_cancelled_order(tx, order_id=event["order_id"], cancelled_on=event["cancelled_on"])

    @handles("invoicing.invoice_overdue", shapes.InvoiceOverdue, lacking=NOT_ON_THE_DESK)
    def on_invoice_overdue(self, tx: Tx, event: Event) -> None:
        """A client who is late lies on the advisor's desk."""
        advisors.note_item(tx, kind="client_overdue", ref=event["invoice_id"], member_id=event["member_id"],
                           due_on=event["due_on"])

    @handles("invoicing.invoice_paid", shapes.InvoiceDone, lacking=NOT_ON_THE_DESK)
    def on_invoice_paid(self, tx: Tx, event: Event) -> None:
        """The client paid."""
        advisors.note_done(tx, kind="client_overdue", ref=event["invoice_id"])

    @handles("invoicing.invoice_written_off", shapes.InvoiceDone, lacking=NOT_ON_THE_DESK)
    def on_invoice_written_off(self, tx: Tx, event: Event) -> None:
        """The client will not pay any more."""
        advisors.note_done(tx, kind="client_overdue", ref=event["invoice_id"])

    @handles("payroll.advance_opened", shapes.AdvanceOpened, lacking=NOT_ON_THE_DESK)
    def on_advance_opened(self, tx: Tx, event: Event) -> None:
        """An advance is at risk as soon as its invoice is overdue."""
        advisors.note_item(tx, kind="advance_open", ref=event["advance_id"], member_id=event["member_id"],
                           invoice_id=event["invoice_id"], due_on=event["opened_on"])

    @handles("payroll.advance_recovered", shapes.AdvanceRecovered, lacking=NOT_ON_THE_DESK)
    def on_advance_recovered(self, tx: Tx, event: Event) -> None:
        """An advance that came back whole is no risk any more."""
        if not event["open"]:
            advisors.note_done(tx, kind="advance_open", ref=event["advance_id"])

    @handles("payroll.advance_lost", shapes.AdvanceLost, lacking=NOT_ON_THE_DESK)
    def on_advance_lost(self, tx: Tx, event: Event) -> None:
        """The fund bore it."""
        advisors.note_done(tx, kind="advance_open", ref=event["advance_id"])

    @handles("payroll.cover_opened", shapes.CoverOpened, lacking=NOT_ON_THE_DESK)
    def on_cover_opened(self, tx: Tx, event: Event) -> None:
        """A cover lies on the desk when it is about to end."""
        advisors.note_item(tx, kind="cover_ending", ref=event["cover_id"], member_id=event["member_id"],
                           due_on=event["ends_on"])

    @handles("payroll.cover_closed", shapes.CoverClosed, lacking=NOT_ON_THE_DESK)
    def on_cover_closed(self, tx: Tx, event: Event) -> None:
        """The cover does not end: it is closed."""
        advisors.note_done(tx, kind="cover_ending", ref=event["cover_id"])
