"""What is refused about wages."""

from shared.errors import Refusal


class HouseholdNotSupported(Refusal):
    """The household needs a table whose rule or amount is not known for certain."""

    sentence = "Tax cannot be withheld yet for household {kind}: {why}."


class StrategyUnknown(Refusal):
    """The country's tables name a way of withholding that this calculation does not know."""

    sentence = "Withholding strategy {strategy} is not one of month, month_cumulative, day_rule_20."


class SeveralContractsUndecided(Refusal):
    """One worker has several contracts of one month with the cooperative, and no rule for that was obtained."""

    sentence = (
        "Member {member_id} has several contracts in {month}, and how tax is withheld then is not decided: obtain the "
        "answer of the tax administration (annex III, pay for other periods than a month), then set the parameter "
        "several_contracts."
    )


class MonthsCrossed(Refusal):
    """Pay relates to one calendar month; a period across two is split first."""

    sentence = "The work lies in {first} and in {last}: split it into one part per calendar month."


class NothingWorked(Refusal):
    """A wage needs at least one worked day with hours."""

    sentence = "No worked hours are given for the period."


class BudgetTooSmall(Refusal):
    """The budget does not pay a single cent of gross wage."""

    sentence = "A budget of {budget} pays no wage."


class WagePaidBefore(Refusal):
    """Exactly one wage per part of an order."""

    sentence = "The wage of this part was worked out before ({constraint})."


class DayTooLong(Refusal):
    """Over all contracts together nobody works longer on a day than the law lets them."""

    sentence = (
        "On {day} that makes {hours} hours over all contracts, {limit} are the most that the law allows: agree on "
        "{left} that day, or on another day."
    )


class BelowMinimumPay(Refusal):
    """Nobody is employed for less than the guaranteed minimum."""

    sentence = "{gross} is less than the guaranteed minimum for these days, {least}: a budget of {budget} pays that."
