"""What crosses the bus about payments of wages."""


from services.payroll.payments.rules import PaymentState
from shared.fields import Count, Day, EventShape, FileText, Flag, Id, MoneyField, OneOf, Shape, Text


class WageRequest(Shape):
    """The wage that is meant."""

    wage_id = Id("wag", required=True)


class WagePaymentStanding(Shape):
    """Where the payment of a wage stands, and what of it is open (negative: what was paid beyond it)."""

    wage_id = Id("wag", required=True)
    state = OneOf(*PaymentState, required=True)
    open = MoneyField(required=True, signed=True)
    may_set_off = Flag(required=True)


class AssignRepayment(Shape):
    """Which money gives back what was paid beyond which wage: all that is left of it, or so much."""

    movement_id = Id("mov", required=True)
    wage_id = Id("wag", required=True)
    amount = MoneyField(positive=True, load_default=None, allow_none=True)


class RecordPaymentReport(Shape):
    """A bank's answer to a payment file (pain.002), as text."""

    report = FileText(required=True)


class PaymentReportRecorded(Shape):
    """How many wages the bank will pay, and how many wages or dues it will not: they wait to be sent again."""

    accepted = Count(required=True)
    rejected = Count(required=True)


class BankMovement(EventShape):
    """A movement on the cooperative's account."""

    movement_id = Id("mov", required=True)
    booked_on = Day(required=True)
    amount = MoneyField(required=True, signed=True)
    end_to_end_id = Text(required=True, shortest=0, longest=35)
