"""What is refused about payments of wages."""

from shared.errors import Refusal


class PaidAmountDiffers(Refusal):
    """The bank tells another amount than it was asked to pay, or gives back more than it paid."""

    sentence = "The bank moved {paid} for wage {wage_id}; {asked} was asked."


class NoPaymentAtTheBank(Refusal):
    """Only a payment that is at the bank is stopped there, or rejected."""

    sentence = "Wage {wage_id} is {state}: no payment of it is at the bank."


class NotOverpaid(Refusal):
    """Only what was paid beyond a wage is taken off the next ones."""

    sentence = "Nothing was paid beyond wage {wage_id}: there is nothing to take off the next ones."


class MoreThanOverpaid(Refusal):
    """What comes back is no more than what was paid beyond the wage."""

    sentence = "{amount} is more than was paid beyond wage {wage_id}: assign {limit} at most, and the rest elsewhere."


class WageNotReturned(Refusal):
    """Only what the bank gave back or rejected is sent again: anything else could be paid twice."""

    sentence = "Wage {wage_id} is {state}: only a wage that the bank gave back or rejected is sent again."


class ReportNotReadable(Refusal):
    """The file is no answer of a bank to a payment file."""

    sentence = "This is not a bank's answer to a payment file: {why}"
