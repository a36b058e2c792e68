"""Withholding tax on monthly pay, step by step (annex III, points 35-52): every step rounded half up to the cent."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from services.payroll.countries.be.household import counted_children
from services.payroll.wages.rules.lines import Line, Rule
from services.payroll.workers.rules import Household, HouseholdKind
from shared.money import Money

MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Bracket:
    """A step of the annual scale: `fixed` and `rate` on what exceeds `over`."""

    over: Money
    fixed: Money
    rate: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class WithholdingRule:
    """One year's annex III."""

    lump_rate: Decimal
    lump_most: Money
    brackets: tuple[Bracket, ...]
    exempt_tax_scale_1: Money
    exempt_tax_scale_2: Money
    spouse_share_rate: Decimal
    spouse_share_most: Money
    children: tuple[Money, ...]
    child_beyond: Money
    lone_parent: Money
    bonus_a: Decimal
    bonus_b: Decimal
    rule: Rule


def withhold(taxable: Money, bonus_a: Money, bonus_b: Money, household: Household, rule: WithholdingRule) -> list[Line]:
    """The steps from a month's taxable pay to the tax withheld on it; the last line is the tax itself."""
    steps = _Steps(rule.rule)
    net_income = steps.net_annual_income(taxable, rule)
    tax = steps.annual_tax(net_income, household, rule)
    tax = steps.reduced_for_household(tax, household, rule)
    monthly = steps.add("tax_month", "Tax of the month", Money.rounded(tax.amount / MONTHS, tax.currency), tax,
                        Decimal(MONTHS), divides=True)
    relief_a = steps.add("fiscal_bonus_a", "Fiscal work bonus on part A", bonus_a.times(rule.bonus_a), bonus_a,
                         rule.bonus_a)
    relief_b = steps.add("fiscal_bonus_b", "Fiscal work bonus on part B", bonus_b.times(rule.bonus_b), bonus_b,
                         rule.bonus_b)
    withheld = _not_negative(monthly - relief_a - relief_b)
    return [*steps.lines, Line(code="withholding", label="Withholding tax", base=monthly, less=relief_a + relief_b,
                               least=Money.zero(monthly.currency), amount=withheld, effect="takes", rule=rule.rule)]


class _Steps:
    """The lines of one calculation, collected in their order."""

    def __init__(self, rule: Rule) -> None:
        self.lines: list[Line] = []
        self._rule = rule

    def add(
        self, code: str, label: str, amount: Money, base: Money | None = None, rate: Decimal | None = None,
        **shown: Any,
    ) -> Money:
        self.lines.append(Line(code=code, label=label, amount=amount, base=base, rate=rate, rule=self._rule, **shown))
        return amount

    def net_annual_income(self, taxable: Money, rule: WithholdingRule) -> Money:
        annual = self.add("annual_income", "Taxable pay of a year", taxable.times(MONTHS), taxable, Decimal(MONTHS))
        lump = min(annual.times(rule.lump_rate), rule.lump_most)
        self.add("lump_expenses", "Lump-sum professional expenses", lump, annual, rule.lump_rate, limit=rule.lump_most)
        return self.add("net_annual_income", "Net income of a year", annual - lump, annual, less=lump)

    def annual_tax(self, income: Money, household: Household, rule: WithholdingRule) -> Money:
        if household.kind != HouseholdKind.COUPLE_ONE_INCOME:  # scale II: a spouse without income of their own
            return self._exempt(self._scale("scale_tax", "Tax of a year, scale I", income, rule),
                                rule.exempt_tax_scale_1)
        share = min(income.times(rule.spouse_share_rate), rule.spouse_share_most)
        self.add("spouse_share", "Part counted for the spouse", share, income, rule.spouse_share_rate,
                 limit=rule.spouse_share_most)
        theirs = self._scale("spouse_tax", "Tax of a year on the part of the spouse", share, rule)
        tax = self._scale("scale_tax", "Tax of a year, scale II", income - share, rule, others=theirs)
        return self._exempt(tax, rule.exempt_tax_scale_2)

    def _scale(
        self, code: str, label: str, income: Money, rule: WithholdingRule, others: Money | None = None,
    ) -> Money:
        """The annual scale on one income, with the tax of others beside it."""
        bracket = bracket_of(income, rule)
        beside = others or Money.zero(income.currency)
        return self.add(code, label, scale_tax(income, rule) + beside, income, bracket.rate, over=bracket.over,
                        plus=bracket.fixed + beside)

    def _exempt(self, tax: Money, exempt: Money) -> Money:
        self.add("exempt_tax", "Tax on the tax-free amount of a year", exempt)
        return self.add("basic_tax", "Tax of a year above the tax-free amount", _not_negative(tax - exempt), tax,
                        less=exempt, least=Money.zero(tax.currency))

    def reduced_for_household(self, tax: Money, household: Household, rule: WithholdingRule) -> Money:
        reduction = min(child_reduction(counted_children(household), rule), tax)
        if household.kind == HouseholdKind.LONE_PARENT:
            reduction = min(reduction + rule.lone_parent, tax)
        if reduction:
            self.add("family_reduction", "Reductions for the family", reduction, limit=tax)
            self.add("reduced_tax", "Tax of a year after reductions", tax - reduction, tax, less=reduction)
        return tax - reduction


def scale_tax(income: Money, rule: WithholdingRule) -> Money:
    """The annual scale on one income."""
    bracket = bracket_of(income, rule)
    return Money.rounded(bracket.fixed.amount + bracket.rate * (income - bracket.over).amount, income.currency)


def bracket_of(income: Money, rule: WithholdingRule) -> Bracket:
    """The step of the scale that an income reaches."""
    return next(bracket for bracket in reversed(rule.brackets) if income > bracket.over or not bracket.over)


def child_reduction(children: int, rule: WithholdingRule) -> Money:
    """The annual reduction for a number of children; the table ends at eight, each one more adds the same."""
    if not children:
        return Money.zero(rule.child_beyond.currency)
    known = len(rule.children)
    beyond = Money(rule.child_beyond.cents * max(0, children - known), rule.child_beyond.currency)
    return rule.children[min(children, known) - 1] + beyond


def _not_negative(amount: Money) -> Money:
    return max(amount, Money.zero(amount.currency))
