"""What is refused about payments of wages."""

from shared.errors import Refusal


class PaidAmountDiffers(Refusal):
    """The bank tells another amount than the wage that was sent."""

    sentence = "The bank paid {paid} for wage {wage_id}, which is {net}."


class WageNotSent(Refusal):
    """The bank cannot have paid what was not sent."""

    sentence = "Wage {wage_id} is {state}: no payment of it is awaited."


class WageNotReturned(Refusal):
    """Only what the bank gave back or rejected is sent again: anything else could be paid twice."""

    sentence = "Wage {wage_id} is {state}: only a wage that the bank gave back or rejected is sent again."


class ReportNotReadable(Refusal):
    """The file is no answer of a bank to a payment file."""

    sentence = "This is not a bank's answer to a payment file: {why}"
