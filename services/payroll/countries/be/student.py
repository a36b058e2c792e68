"""A student's pay within the hours of the year: the solidarity contribution alone (decree of 28/11/1969 art. 17bis).

No work bonus, no special contribution, no tax withheld; the lines of these stand at nothing, as the payslip wants them.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.payroll.countries.be.gross_to_net import carry
from services.payroll.countries.be.pay_rules import rule_of
from services.payroll.wages.rules.lines import Effect, Line, Rule
from services.payroll.wages.rules.pay import GrossToNet
from services.payroll.workers.rules import ContractKind
from shared.money import Money
from shared.parameters import Tables

SOLIDARITY, STUDENT = "solidarity", ContractKind.STUDENT
NOTHING_OF: tuple[tuple[str, str, Effect], ...] = (
    ("work_bonus_a", "Work bonus, part A", "adds"), ("work_bonus_b", "Work bonus, part B", "adds"),
    ("withholding", "Withholding tax", "takes"),
    ("special_contribution", "Special social security contribution", "takes"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SolidarityRule:
    """The share of gross that a student pays, and the rule by which no tax is withheld."""

    rate: Decimal
    rule: Rule
    untaxed: Rule


def solidarity_rule(tables: Tables, on: date) -> SolidarityRule:
    """The rule in force on a day."""
    row = tables.row("student_solidarity", on)
    return SolidarityRule(rate=row.decimal(), rule=rule_of(row),
                          untaxed=rule_of(tables.row("withholding_strategy", on, "student")))


def student_pay(gross: Money, rule: SolidarityRule, carried: Money | None, least: Money | None = None) -> GrossToNet:
    """Gross less the solidarity contribution."""
    nothing = Money.zero(gross.currency)
    contribution = gross.times(rule.rate)
    lines = [
        Line(code="gross", label="Gross wage", amount=gross, effect="adds", rule=rule.untaxed),
        Line(code="onss_employee", label="Social security contribution", base=gross, rate=rule.rate,
             amount=contribution, effect="takes", rule=rule.rule),
        Line(code="taxable", label="Taxable pay", amount=gross - contribution, rule=rule.untaxed),
        *(Line(code=code, label=label, amount=nothing, effect=effect, rule=rule.untaxed)
          for code, label, effect in NOTHING_OF)]
    lines += carry(lines, carried or nothing)
    return GrossToNet(lines=tuple(lines), strategy=SOLIDARITY, least=least)
