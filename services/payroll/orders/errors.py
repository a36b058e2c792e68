"""What is refused about orders."""

from shared.errors import Refusal


class OrderUnknown(Refusal):
    """The order was never announced, so nothing can be paid on it."""

    sentence = "Order {order_id} is not known to payroll."


class OrderKnownBefore(Refusal):
    """An order is announced once."""

    sentence = "This order is known to payroll already ({constraint})."


class WageWaitsForTheClient(Refusal):
    """The order is not guaranteed: its wage is paid when the client has paid."""

    sentence = "The order is not guaranteed ({why}): the client paid {paid} of {claimed}; the wage waits."


class PartUnknown(Refusal):
    """The order has no such part, or it was completed before."""

    sentence = "Order {order_id} has no open part {part}."


class BudgetReceivedBefore(Refusal):
    """A part's budget is allocated once."""

    sentence = "The budget of this part was received before ({constraint})."
