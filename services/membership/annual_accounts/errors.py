"""What is refused about annual accounts."""

from shared.errors import Refusal


class LedgersStillOpen(Refusal):
    """Accounts are approved when each ledger of the entity was closed for the year."""

    sentence = "The year {year} is not closed in {ledgers}: close it there, or record what those ledgers say."


class BalancesUnknown(Refusal):
    """Accounts are drawn up from what stood on every account of every ledger."""

    sentence = "What stood on the accounts of {ledgers} at the end of {year} was not told: record_year_balances does."


class BalancesDisagree(Refusal):
    """A ledger's balances sum to nothing, and to the result that it told."""

    sentence = "These balances sum to {left} and not to nothing: they are not a whole trial balance."


class RubricUnknown(Refusal):
    """Each account stands in one rubric of the annual accounts, which the country's tables name."""

    sentence = "No rubric of the annual accounts takes account {account}: add it to the country's annual_rubric."


class StatementDisagrees(Refusal):
    """Accounts that do not balance, or show another result than the ledgers told, are none."""

    sentence = "Assets of {assets} and {owed} of equity and debts, a result of {result} where {told} was told."


class LedgerYearUnknown(Refusal):
    """Balances belong to a year that its ledger told."""

    sentence = "This ledger told nothing of that year yet: record_ledger_year first."


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
