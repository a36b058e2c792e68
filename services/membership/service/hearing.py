"""What membership hears."""

from services.membership.schemas import events as shapes
from services.membership.use_cases import calls, payments
from shared.bus import Heard, hears
from shared.postgres import Tx


class Hearing:
    """Payments from the bank file, and business activity of members."""

    @hears("invoicing.bank_movement_received", shapes.BankMovementReceived)
    def on_bank_movement_received(self, tx: Tx, heard: Heard) -> None:
        """Money of our range of communications pays shares."""
        payments.note_bank_movement(
            tx, movement_id=heard["movement_id"], booked_on=heard["booked_on"], amount=heard["amount"],
            structured_communication=heard["structured_communication"], end_to_end_id=heard["end_to_end_id"])

    @hears("invoicing.bank_movement_returned", shapes.BankMovementReturned)
    def on_bank_movement_returned(self, tx: Tx, heard: Heard) -> None:
        """The bank took a payment back."""
        payments.note_bank_return(tx, movement_id=heard["movement_id"], refers_to=heard["refers_to"],
                                  booked_on=heard["booked_on"], end_to_end_id=heard["end_to_end_id"])

    @hears("invoicing.order_signed", shapes.OrderSigned)
    def on_order_signed(self, tx: Tx, heard: Heard) -> None:
        """The first order of a year calls that year's share."""
        calls.note_signed_order(tx, order_id=heard["order_id"], member_id=heard["member_id"],
                                signed_on=heard["signed_on"])

    @hears("invoicing.order_cancelled", shapes.OrderCancelled)
    def on_order_cancelled(self, tx: Tx, heard: Heard) -> None:
        """Without activity left, an unpaid yearly call is withdrawn."""
        calls.note_cancelled_order(tx, order_id=heard["order_id"], cancelled_on=heard["cancelled_on"])
