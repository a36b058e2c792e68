"""What payroll refuses, by rule."""

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


class WorkerKnownBefore(Refusal):
    """A worker is registered once; what changes is corrected, not registered again."""

    sentence = "This member, or this national number, is registered as a worker already ({constraint})."


class LanguageUnknown(Refusal):
    """A payslip is written in a language that its reader understands."""

    sentence = "The language of member {member_id} is not known: give one of {languages}."


class WorkerNotRegistered(Refusal):
    """The worker's own data (name, national number, account, household) are not known yet."""

    sentence = "Member {member_id} is not registered as a worker."


class EmployerNotRegistered(Refusal):
    """The cooperative's own data as an employer are not known on that day."""

    sentence = "The cooperative is not registered as an employer on {day}."


class EmployerKnownBefore(Refusal):
    """One set of employer's data begins on a day."""

    sentence = "Other data of the employer begin on that day already ({constraint})."


class DeclarationNotSent(Refusal):
    """Only a declaration that left can be answered."""

    sentence = "Declaration {declaration_id} is {state}: it cannot be answered."


class DeclarationAnsweredBefore(Refusal):
    """The authority answered once, and the answer differs."""

    sentence = "Declaration {declaration_id} was answered before, and otherwise."


class ReferenceNeeded(Refusal):
    """An accepted declaration carries the period number under which it can be cancelled."""

    sentence = "An accepted declaration needs its Dimona period number: 1 to 12 digits."


class ReasonNeeded(Refusal):
    """A refused declaration says why."""

    sentence = "A refused declaration needs the reason that the authority gave."


class DeclarationNotLate(Refusal):
    """Only a declaration held back because the work had begun waits for a decision."""

    sentence = "Declaration {declaration_id} is {state}: no decision is awaited."


class CalendarUnknown(Refusal):
    """The bank days of this country are not known."""

    sentence = "The bank days of country {country} are not known."


class WagePaidBefore(Refusal):
    """Exactly one wage per part of an order."""

    sentence = "The wage of this part was worked out before ({constraint})."


class PaidAmountDiffers(Refusal):
    """The bank says another amount than the wage that was sent."""

    sentence = "The bank paid {paid} for wage {wage_id}, which is {net}."


class WageNotSent(Refusal):
    """The bank cannot have paid what was not sent."""

    sentence = "Wage {wage_id} is {state}: no payment of it is awaited."


class WageNotReturned(Refusal):
    """Only what the bank gave back is sent again: anything else could be paid twice."""

    sentence = "Wage {wage_id} is {state}: only a wage that the bank gave back is sent again."


class OrderUnknown(Refusal):
    """The order was never heard of, so nothing can be paid on it."""

    sentence = "Order {order_id} is not known to payroll."


class OrderKnownBefore(Refusal):
    """An order is heard of once."""

    sentence = "This order is known to payroll already ({constraint})."


class PartUnknown(Refusal):
    """The order has no such part, or it was completed before."""

    sentence = "Order {order_id} has no open part {part}."


class BudgetReceivedBefore(Refusal):
    """A part's budget is allocated once."""

    sentence = "The budget of this part was received before ({constraint})."
