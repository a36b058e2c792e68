"""What membership is told of business activity."""

from datetime import date

from services.membership.activity import schemas, use_cases
from shared.bus import Event, allow, command, handles
from shared.postgres import Tx


class ActivityHandlers:
    """Orders of members, heard of or recorded."""

    @handles("invoicing.order_signed", schemas.OrderSigned, replaced_by=["record_activity"])
    def on_order_signed(self, tx: Tx, event: Event) -> None:
        """The first order of a year calls that year's share."""
        use_cases.record_signed_order(tx, order_id=event["order_id"], member_id=event["member_id"],
                                signed_on=event["signed_on"])

    @handles("invoicing.order_cancelled", schemas.OrderCancelled, replaced_by=["record_activity_ended"])
    def on_order_cancelled(self, tx: Tx, event: Event) -> None:
        """Without activity left, an unpaid yearly call is withdrawn."""
        use_cases.record_cancelled_order(tx, order_id=event["order_id"], cancelled_on=event["cancelled_on"])

    @command(schemas.RecordActivity, allow=allow("service", "desk"))
    def record_activity(self, tx: Tx, *, order: str, member_id: str, signed_on: date) -> None:
        """A member has business activity, where no invoicing service tells: a year's first calls its share."""
        use_cases.record_signed_order(tx, order_id=order, member_id=member_id, signed_on=signed_on, of_a_member=True)

    @command(schemas.RecordActivityEnded, allow=allow("service", "desk"))
    def record_activity_ended(self, tx: Tx, *, order: str, cancelled_on: date) -> None:
        """An order does not take place; without activity left, a yearly call on which nothing was paid is withdrawn."""
        use_cases.record_cancelled_order(tx, order_id=order, cancelled_on=cancelled_on)
