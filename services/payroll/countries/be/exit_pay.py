"""Holiday pay of a white-collar worker who leaves (royal decree of 30/3/1967 art. 46), from gross to net.

Of a year's gross 7.67 % is simple holiday pay, a wage for social security; 6.80 % is double holiday pay, of which the
worker alone pays a special contribution; 0.87 % is double pay beyond the third day of the fourth week, of which nobody
pays one. Tax is withheld as on exceptional pay (annex III, points 53 to 55): by the rate of an ordinary year's gross.
No work bonus; what the special contribution takes is settled with the quarter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from services.payroll.countries.be.gross_to_net import carry
from services.payroll.countries.be.household import counted_children
from services.payroll.countries.be.pay_rules import rule_of
from services.payroll.countries.be.student import NOTHING_OF
from services.payroll.wages.rules.budget import BudgetRule
from services.payroll.wages.rules.lines import Line, Rule
from services.payroll.wages.rules.pay import GrossToNet, HolidayPay, PayFacts
from shared.money import Money
from shared.parameters import Row, Tables

V = TypeVar("V")
EXIT_PAY = "exit_holiday_pay"
KIND = "white_collar"
SHARE_DIGITS = Decimal("0.000001")


def exit_holiday_pay(tables: Tables, *, earned: Money, untaken: Decimal, normal: Money, on: date) -> HolidayPay:
    """The three parts that a year's gross gives; the simple one for the days of leave that were not taken."""
    row = tables.row(EXIT_PAY, on, KIND)
    return HolidayPay(simple=earned.times(row.decimal("simple") * untaken), double=earned.times(row.decimal("double")),
                      beyond=earned.times(row.decimal("beyond")), normal=normal)


def exit_budget_rule(tables: Tables, pay: HolidayPay, *, on: date) -> BudgetRule:
    """The employer pays contributions on the simple part; nothing else is set aside or shared a second time."""
    contributions, row = tables.row("budget_employer_contributions", on, KIND), tables.row(EXIT_PAY, on, KIND)
    share = (contributions.decimal() * pay.simple.amount / pay.gross.amount).quantize(SHARE_DIGITS)
    rule = rule_of(row)
    return BudgetRule(contributions=share, holiday=Decimal(0), other=Decimal(0), variable=Decimal(0),
                      contributions_rule=rule_of(contributions), holiday_rule=rule, other_rule=rule, variable_rule=rule)


def exit_pay_to_net(tables: Tables, pay: HolidayPay, facts: PayFacts) -> GrossToNet:
    """Gross less contributions and the tax of exceptional pay."""
    row = tables.row(EXIT_PAY, facts.worked_on, KIND)
    source, nothing = rule_of(row), Money.zero(pay.gross.currency)
    rate = tables.row("onss_employee", facts.worked_on).decimal()
    onss, special = pay.simple.times(rate), pay.double.times(rate)
    taxable = pay.gross - onss - special
    lines = [
        *(Line(code=f"exit_{code}", label=label, amount=amount, rule=source) for code, label, amount in (
            ("simple", "Simple holiday pay", pay.simple), ("double", "Double holiday pay", pay.double),
            ("beyond", "Double holiday pay beyond the third day of the fourth week", pay.beyond))),
        Line(code="gross", label="Holiday pay at the end of the employment", amount=pay.gross, effect="adds",
             rule=source),
        Line(code="onss_employee", label="Employee's social security", base=pay.simple, rate=rate, amount=onss,
             effect="takes", rule=source),
        Line(code="onss_holiday", label="Special contribution on double holiday pay", base=pay.double, rate=rate,
             amount=special, effect="takes", rule=source),
        Line(code="taxable", label="Taxable pay", amount=taxable, rule=source),
        *_tax(_exceptional(tables, facts), taxable, pay.normal),
        *(Line(code=code, label=label, amount=nothing, effect=effect, rule=source)
          for code, label, effect in NOTHING_OF if code != "withholding")]
    lines += carry(lines, facts.carried or nothing)
    return GrossToNet(lines=tuple(lines), strategy=EXIT_PAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionalRule:
    """Annex III on holiday pay: rates by the gross of an ordinary year, and what children change."""

    steps: tuple[tuple[Money | None, Decimal], ...]  # up to an ordinary year's gross (or all above), the rate
    exempt_to: Money | None  # what an ordinary year and the holiday pay may come to without tax
    reduced_to: Money | None  # up to an ordinary year's gross, less tax
    reduction: Decimal
    rule: Rule
    exempt_rule: Rule
    reduced_rule: Rule


def _exceptional(tables: Tables, facts: PayFacts) -> ExceptionalRule:
    on, children = facts.paid_on, counted_children(facts.household)
    row, exempt, less = (tables.row(name, on) for name in (
        "withholding_exceptional", "exceptional_exemption", "exceptional_reduction"))
    limits = [*_amounts(row, "limits"), None]
    rates = [Decimal(one) for one in row["holiday_pay"]]
    exempt_to = _of_children(_amounts(exempt, "limits"), children)
    reduction = _of_children([Decimal(one) for one in less["rates"]], children)
    return ExceptionalRule(
        steps=tuple(zip(limits, rates, strict=True)), exempt_to=exempt_to,
        reduced_to=_of_children(_amounts(less, "limits"), children), reduction=reduction or Decimal(0),
        rule=rule_of(row), exempt_rule=rule_of(exempt), reduced_rule=rule_of(less))


def _amounts(row: Row, name: str) -> list[Money]:
    return [Money.of(one) for one in row[name]]


def _of_children(found: Sequence[V], children: int) -> V | None:
    """The value for a number of children; the last one for more than the table has."""
    return found[min(children, len(found)) - 1] if children else None


def _tax(rule: ExceptionalRule, taxable: Money, normal: Money) -> list[Line]:
    """The rate of the ordinary year, on what is not exempt, less what children take off."""
    nothing = Money.zero(taxable.currency)
    rate = next(rate for up_to, rate in rule.steps if up_to is None or normal <= up_to)
    exempt = min(max(rule.exempt_to - normal, nothing), taxable) if rule.exempt_to else nothing
    due = (taxable - exempt).times(rate)
    lines = [Line(code="normal_year", label="Gross of an ordinary year", amount=normal, rule=rule.rule)]
    if exempt:
        lines.append(Line(code="exempt_for_children", label="Not taxed for the children", amount=exempt, limit=taxable,
                          rule=rule.exempt_rule))
    lines.append(Line(code="exceptional_tax", label="Tax on holiday pay", base=taxable, over=exempt or None, rate=rate,
                      amount=due, rule=rule.rule))
    less = due.times(rule.reduction) if rule.reduced_to and normal <= rule.reduced_to else nothing
    if less:
        lines.append(Line(code="less_for_children", label="Less tax for the children", base=due, rate=rule.reduction,
                          amount=less, rule=rule.reduced_rule))
    lines.append(Line(code="withholding", label="Withholding tax", base=due, less=less or None, amount=due - less,
                      effect="takes", rule=rule.rule))
    return lines
