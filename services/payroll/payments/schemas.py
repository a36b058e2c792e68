"""What crosses the bus about payments of wages."""


from services.payroll.payments.rules import PaymentState
from shared.fields import Count, Day, EventShape, FileText, Id, MoneyField, OneOf, Shape, Text


class SendWageAgain(Shape):
    """The wage that goes to the bank once more."""

    wage_id = Id("wag", required=True)


class WageSentAgain(Shape):
    """Where a wage stands that goes to the bank once more."""

    wage_id = Id("wag", required=True)
    state = OneOf(*PaymentState, required=True)


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
