"""The dated rules of the country, read from its tables into the values that the law calculates with.

Social security follows the day on which the work ended; tax is withheld by the rules of the day on which it is paid.
A run works out thousands of wages by the same few rules, so what was read is kept.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from services.payroll.countries.be.gross_to_net import PayRules
from services.payroll.countries.be.household import special_contribution_table
from services.payroll.countries.be.social_security import (
    Band,
    BonusPart,
    ContributionRule,
    SpecialContributionRule,
    WorkBonusRule,
)
from services.payroll.countries.be.withholding import Bracket, WithholdingRule
from services.payroll.wages.rules.budget import BudgetRule
from services.payroll.wages.rules.lines import Rule
from services.payroll.workers.rules import Household
from shared.money import Money
from shared.parameters import Row, Tables

MONTHS_OF_A_QUARTER = 3
PROVISIONAL = "DL"  # confidences that call for caution: derived by us, or one weak source
KEPT = 1_000  # of each kind: days and households of a year's runs


@lru_cache(maxsize=KEPT)
def pay_rules(
    tables: Tables, *, contract: str, household: Household, worked_on: date, paid_on: date, several: bool = False,
) -> PayRules:
    """Every rule between gross and net. `several` asks for the strategy for several contracts of one month."""
    status = str(tables.value("contract_status", worked_on, contract))
    strategy = tables.row("several_contracts" if several else "withholding_strategy", paid_on, contract)
    table = special_contribution_table(household)
    return PayRules(
        contribution=_contribution(tables, worked_on, status),
        work_bonus=_work_bonus(tables.row("work_bonus", worked_on, status), _currency(tables, worked_on)),
        special_contribution=_special(tables.row("special_contribution", worked_on, table),
                                      _currency(tables, worked_on)),
        withholding=withholding_rule(tables, paid_on),
        strategy=str(strategy["value"]), strategy_rule=rule_of(strategy),
        flat_rate=strategy.decimal("rate") if "rate" in strategy.fields else None,
    )


@lru_cache(maxsize=KEPT)
def budget_rule(tables: Tables, *, contract: str, on: date) -> BudgetRule:
    """How a budget is divided on a day; holiday counts on gross and again on the employer's contributions."""
    contributions = tables.row("budget_employer_contributions", on, contract)
    holiday = tables.row("budget_holiday_exit_pay", on, contract)
    other = tables.row("budget_other_charges", on, contract)
    variable = tables.row("budget_variable_share", on)
    return BudgetRule(
        contributions=contributions.decimal(), other=other.decimal(), variable=variable.decimal(),
        holiday=holiday.decimal() + holiday.decimal("on_contributions") * contributions.decimal(),
        contributions_rule=rule_of(contributions), holiday_rule=rule_of(holiday), other_rule=rule_of(other),
        variable_rule=rule_of(variable),
    )


def rule_of(row: Row) -> Rule:
    """The row's own name: parameter, kind, first day in force; and where it is written."""
    key = str(row.fields.get("key", ""))
    name = f"{row.name}.{key}" if key else row.name
    doubtful = bool(row.fields.get("estimate")) or str(row.fields.get("confidence", "")) in PROVISIONAL
    return Rule(id=f"{name}@{row.valid_from.isoformat()}", source=row.source, provisional=doubtful)


def _currency(tables: Tables, on: date) -> str:
    return str(tables.value("currency", on))


def _contribution(tables: Tables, on: date, status: str) -> ContributionRule:
    row = tables.row("onss_employee", on)
    return ContributionRule(rate=row.decimal(), base_factor=tables.decimal("onss_base_factor", on, status),
                            rule=rule_of(row))


def _work_bonus(row: Row, currency: str) -> WorkBonusRule:
    def part(name: str) -> BonusPart:
        return BonusPart(
            limit=Money.of(row[f"{name}_most"], currency), lower=Money.of(row[f"{name}_lower"], currency),
            upper=Money.of(row[f"{name}_upper"], currency), slope=row.decimal(f"{name}_slope"))

    return WorkBonusRule(a=part("a"), b=part("b"), rule=rule_of(row))


def _special(row: Row, currency: str) -> SpecialContributionRule:
    return SpecialContributionRule(bands=tuple(_band(band, currency) for band in row["bands"]), rule=rule_of(row))


@lru_cache(maxsize=KEPT)
def quarterly_special_contribution(tables: Tables, on: date, household: Household) -> SpecialContributionRule:
    """The table of a quarter: bounds and amounts of the monthly advance, three times (law of 30/3/1994 art. 108)."""
    row = tables.row("special_contribution", on, special_contribution_table(household))
    monthly = _special(row, _currency(tables, on))
    return replace(monthly, bands=tuple(band.times(MONTHS_OF_A_QUARTER) for band in monthly.bands))


def _band(band: Mapping[str, Any], currency: str) -> Band:
    def money(name: str) -> Money | None:
        return Money.of(band[name], currency) if name in band else None

    return Band(
        up_to=money("up_to"), below=money("below"), fixed=Money.of(band["fixed"], currency),
        rate=Decimal(band["rate"]), over=Money.of(band["over"], currency), least=money("least"), limit=money("most"))


def withholding_rule(tables: Tables, on: date) -> WithholdingRule:
    """The annex III in force on a day."""
    row, currency = tables.row("withholding", on), _currency(tables, on)

    def money(name: str) -> Money:
        return Money.of(row[name], currency)

    return WithholdingRule(
        lump_rate=row.decimal("lump_rate"), lump_most=money("lump_most"),
        brackets=tuple(_bracket(one, currency) for one in row["brackets"]),
        exempt_tax_scale_1=money("exempt_tax_scale_1"), exempt_tax_scale_2=money("exempt_tax_scale_2"),
        spouse_share_rate=row.decimal("spouse_share_rate"), spouse_share_most=money("spouse_share_most"),
        children=tuple(Money.of(one, currency) for one in row["children"]), child_beyond=money("child_beyond"),
        lone_parent=money("lone_parent"), bonus_a=row.decimal("bonus_a"), bonus_b=row.decimal("bonus_b"),
        rule=rule_of(row),
    )


def _bracket(one: Mapping[str, str], currency: str) -> Bracket:
    return Bracket(over=Money.of(one["over"], currency), fixed=Money.of(one["fixed"], currency),
                   rate=Decimal(one["rate"]))
