"""What is refused about annual accounts."""

from shared.errors import Refusal


class LedgersStillOpen(Refusal):
    """Accounts are approved when each ledger of the entity was closed for the year."""

    sentence = "The year {year} is not closed in {ledgers}: close it there, or record what those ledgers say."


class LedgerYearKnown(Refusal):
    """What a ledger said of a year stands."""

    sentence = "What this ledger says of the year is recorded already."


class AccountsApprovedBefore(Refusal):
    """The accounts of a year are approved once."""

    sentence = "The accounts of this year were approved already."


class ReserveBeyondResult(Refusal):
    """At most the result goes to the reserve, and at most the reserve covers a loss; the rest is carried on."""

    sentence = "Between {least} and {limit} of the result may go to the reserve, not {wanted}."


class ApprovedTooEarly(Refusal):
    """An assembly approves a year that is over."""

    sentence = "The accounts of a year are approved after its end."
