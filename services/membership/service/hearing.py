"""What membership hears."""

from services.membership.schemas import events as shapes
from services.membership.use_cases import advisors, calls, payments
from shared.bus import Heard, hears
from shared.postgres import Tx

NOT_ON_THE_DESK = "the advisor's desk does not show it"


class Hearing:
    """Payments from the bank file, business activity of members, and what lies on the desks of advisors."""

    @hears("invoicing.bank_movement_received", shapes.BankMovementReceived, instead=["record_payment", "record_payout"])
    def on_bank_movement_received(self, tx: Tx, heard: Heard) -> None:
        """Money of our range of communications pays shares."""
        payments.note_bank_movement(
            tx, movement_id=heard["movement_id"], booked_on=heard["booked_on"], amount=heard["amount"],
            structured_communication=heard["structured_communication"], end_to_end_id=heard["end_to_end_id"])

    @hears("invoicing.bank_movement_returned", shapes.BankMovementReturned,
           instead=["reverse_payment", "return_payout"])
    def on_bank_movement_returned(self, tx: Tx, heard: Heard) -> None:
        """The bank took a payment back."""
        payments.note_bank_return(tx, movement_id=heard["movement_id"], refers_to=heard["refers_to"],
                                  booked_on=heard["booked_on"], end_to_end_id=heard["end_to_end_id"])

    @hears("invoicing.order_signed", shapes.OrderSigned, instead=["call_voluntary_shares"])
    def on_order_signed(self, tx: Tx, heard: Heard) -> None:
        """The first order of a year calls that year's share."""
        calls.note_signed_order(tx, order_id=heard["order_id"], member_id=heard["member_id"],
                                signed_on=heard["signed_on"])

    @hears("invoicing.order_cancelled", shapes.OrderCancelled, instead=["withdraw_share_call"])
    def on_order_cancelled(self, tx: Tx, heard: Heard) -> None:
        """Without activity left, an unpaid yearly call is withdrawn."""
        calls.note_cancelled_order(tx, order_id=heard["order_id"], cancelled_on=heard["cancelled_on"])

    @hears("invoicing.invoice_overdue", shapes.InvoiceOverdue, lacking=NOT_ON_THE_DESK)
    def on_invoice_overdue(self, tx: Tx, heard: Heard) -> None:
        """A client who is late lies on the advisor's desk."""
        advisors.note_item(tx, kind="client_overdue", ref=heard["invoice_id"], member_id=heard["member_id"],
                           due_on=heard["due_on"])

    @hears("invoicing.invoice_paid", shapes.InvoiceDone, lacking=NOT_ON_THE_DESK)
    def on_invoice_paid(self, tx: Tx, heard: Heard) -> None:
        """The client paid."""
        advisors.note_done(tx, kind="client_overdue", ref=heard["invoice_id"])

    @hears("invoicing.invoice_written_off", shapes.InvoiceDone, lacking=NOT_ON_THE_DESK)
    def on_invoice_written_off(self, tx: Tx, heard: Heard) -> None:
        """The client will not pay any more."""
        advisors.note_done(tx, kind="client_overdue", ref=heard["invoice_id"])

    @hears("payroll.advance_opened", shapes.AdvanceOpened, lacking=NOT_ON_THE_DESK)
    def on_advance_opened(self, tx: Tx, heard: Heard) -> None:
        """An advance is at risk as soon as its invoice is overdue."""
        advisors.note_item(tx, kind="advance_open", ref=heard["advance_id"], member_id=heard["member_id"],
                           invoice_id=heard["invoice_id"], due_on=heard["opened_on"])

    @hears("payroll.advance_recovered", shapes.AdvanceRecovered, lacking=NOT_ON_THE_DESK)
    def on_advance_recovered(self, tx: Tx, heard: Heard) -> None:
        """An advance that came back whole is no risk any more."""
        if not heard["open"]:
            advisors.note_done(tx, kind="advance_open", ref=heard["advance_id"])

    @hears("payroll.advance_lost", shapes.AdvanceLost, lacking=NOT_ON_THE_DESK)
    def on_advance_lost(self, tx: Tx, heard: Heard) -> None:
        """The fund bore it."""
        advisors.note_done(tx, kind="advance_open", ref=heard["advance_id"])

    @hears("payroll.cover_opened", shapes.CoverOpened, lacking=NOT_ON_THE_DESK)
    def on_cover_opened(self, tx: Tx, heard: Heard) -> None:
        """A cover lies on the desk when it is about to end."""
        advisors.note_item(tx, kind="cover_ending", ref=heard["cover_id"], member_id=heard["member_id"],
                           due_on=heard["ends_on"])

    @hears("payroll.cover_closed", shapes.CoverClosed, lacking=NOT_ON_THE_DESK)
    def on_cover_closed(self, tx: Tx, heard: Heard) -> None:
        """The cover does not end: it is closed."""
        advisors.note_done(tx, kind="cover_ending", ref=heard["cover_id"])
