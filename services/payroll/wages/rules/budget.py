"""From an employment budget to a gross wage, and back.

E is the budget, K = 1 + e + h + o what one euro of gross costs: e the employer's contributions, h the holiday
provision, o insurance and other charges; v is the variable share that stays in the mutual fund.
gross = E x (1 - v) / K, and gross x K + E x v = E to the cent: what rounding leaves goes into the variable share.
"""

from dataclasses import dataclass
from decimal import Decimal

from services.payroll.wages.errors import BudgetTooSmall
from services.payroll.wages.rules.lines import Line, Rule, with_rest
from shared.money import Money

ONE_CENT = 1
GIVEN = Rule(id="employment_budget", source="What the order leaves for employment, as invoicing divides it")


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetRule:
    """The shares of a euro of gross, and of a euro of budget; estimates until trued up."""

    contributions: Decimal
    holiday: Decimal
    other: Decimal
    variable: Decimal
    contributions_rule: Rule
    holiday_rule: Rule
    other_rule: Rule
    variable_rule: Rule

    @property
    def cost_of_one(self) -> Decimal:
        """K: what one euro of gross wage costs."""
        return 1 + self.contributions + self.holiday + self.other


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetShares:
    """Where every cent of the budget goes."""

    budget: Money
    gross: Money
    contributions: Money
    holiday: Money
    other: Money
    variable: Money
    lines: tuple[Line, ...]

    @property
    def cost(self) -> Money:
        """The employment cost: gross and the employer's side, without the variable share."""
        return self.budget - self.variable


def divide(budget: Money, rule: BudgetRule) -> BudgetShares:
    """Divide a budget into gross, the employer's charges and the variable share; they add up to it exactly."""
    gross = Money.rounded(budget.amount * (1 - rule.variable) / rule.cost_of_one, budget.currency)
    if gross + _charges(gross, rule) > budget:  # rounding up a few cents of budget would spend more than there is
        gross = Money(gross.cents - ONE_CENT, gross.currency)
    if gross.cents <= 0:
        raise BudgetTooSmall(budget=str(budget))
    charges = _charges(gross, rule)
    contributions, holiday, other = charges.split([rule.contributions, rule.holiday, rule.other])
    variable = budget - gross - charges
    return BudgetShares(
        budget=budget, gross=gross, contributions=contributions, holiday=holiday, other=other, variable=variable,
        lines=_lines(budget, gross, (contributions, holiday, other, variable), rule))


def _charges(gross: Money, rule: BudgetRule) -> Money:
    return gross.times(rule.cost_of_one - 1)


def _lines(budget: Money, gross: Money, parts: tuple[Money, Money, Money, Money], rule: BudgetRule) -> tuple[Line, ...]:
    contributions, holiday, other, variable = parts
    lines = (
        Line(code="budget", label="Employment budget", amount=budget, effect="adds", rule=GIVEN),
        Line(code="variable_share", label="Variable share to the mutual fund", base=budget, rate=rule.variable,
             amount=variable, effect="takes", rule=rule.variable_rule),
        Line(code="employer_contributions", label="Employer's social security", base=gross, rate=rule.contributions,
             amount=contributions, effect="takes", rule=rule.contributions_rule),
        Line(code="holiday_provision", label="Holiday pay provision", base=gross, rate=rule.holiday, amount=holiday,
             effect="takes", rule=rule.holiday_rule),
        Line(code="other_charges", label="Insurance and other charges", base=gross, rate=rule.other, amount=other,
             effect="takes", rule=rule.other_rule),
        Line(code="budget_gross", label="Gross wage that the budget pays", base=budget - variable,
             rate=rule.cost_of_one, divides=True, amount=gross, rule=rule.contributions_rule),
    )
    return tuple(with_rest(line) if line.base is not None else line for line in lines)


def budget_for(gross: Money, rule: BudgetRule) -> Money:
    """The smallest budget that pays this gross wage."""
    budget = Money.rounded(gross.amount * rule.cost_of_one / (1 - rule.variable), gross.currency)
    while _pays(budget, gross, rule):
        budget = Money(budget.cents - ONE_CENT, budget.currency)
    while not _pays(budget, gross, rule):
        budget = Money(budget.cents + ONE_CENT, budget.currency)
    return budget


def _pays(budget: Money, gross: Money, rule: BudgetRule) -> bool:
    try:
        return budget.cents > 0 and divide(budget, rule).gross >= gross
    except BudgetTooSmall:
        return False
