"""Shapes of business activity, and of the events that tell of it."""

from shared.fields import Day, EventShape, Id, Shape, Text


class OrderSigned(EventShape):
    """Business activity of a member."""

    order_id = Id("ord", required=True)
    member_id = Id("mbr", required=True)
    signed_on = Day(required=True)


class OrderCancelled(EventShape):
    """That activity does not take place."""

    order_id = Id("ord", required=True)
    cancelled_on = Day(required=True)


class RecordActivity(Shape):
    """An order that a member's client signed, under the name that whoever keeps orders gives it."""

    order = Text(required=True, longest=60)
    member_id = Id("mbr", required=True)
    signed_on = Day(required=True)


class RecordActivityEnded(Shape):
    """That order does not take place."""

    order = Text(required=True, longest=60)
    cancelled_on = Day(required=True)
