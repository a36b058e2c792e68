"""Quoting pay: the same function as the pay run, with the rules of the days named, for somebody not yet employed."""

from datetime import date
from typing import Any

from services.payroll.domain.budget import budget_for
from services.payroll.domain.household import Household
from services.payroll.domain.occupation import FULL_MONTH, Occupation, occupation_of
from services.payroll.domain.pay import Pay, work_out
from services.payroll.domain.pay_day import pay_day
from services.payroll.use_cases.calendar import bank_closing_days, public_holidays
from services.payroll.use_cases.rules import budget_rule, pay_rules
from shared.money import Money
from shared.postgres import Tx


def quote_pay(
    tx: Tx, *, contract: str, ends_on: date, days: list[dict[str, Any]] | None, budget: Money | None = None,
    gross: Money | None = None, **household: Any,
) -> dict[str, Any]:
    """What a budget pays, or what budget a gross wage needs, for work that ends on a day, alone in its month."""
    rule = budget_rule(tx.tables, contract=contract, on=ends_on)
    day = pay_day(ends_on, tx.tables.integer("wage_delay_days", ends_on),
                  bank_closing_days(tx.tables.country, ends_on), known_on=ends_on)
    lives = _household(**household)
    rules = pay_rules(tx.tables, contract=contract, household=lives, worked_on=ends_on, paid_on=day.pay_on)
    if budget is None and gross is not None:
        budget = budget_for(gross, rule)
    if budget is None:
        raise TypeError("the shape lets either a budget or a gross wage through")
    pay = work_out(budget, household=lives, occupation=_occupation(tx, days, ends_on), budget_rule=rule, rules=rules)
    return {**_figures(pay), "due_on": day.due_on, "pay_on": day.pay_on}


def _household(*, household: str, children: int, disabled_children: int, dependants_over_65: int) -> Household:
    return Household(kind=household, children=children, disabled_children=disabled_children,
                     dependants_over_65=dependants_over_65)


def _occupation(tx: Tx, days: list[dict[str, Any]] | None, ends_on: date) -> Occupation:
    if days is None:
        return FULL_MONTH
    hours = {one["on"]: one["hours"] for one in days}
    return occupation_of(
        hours, contract=(min(hours), max(hours)), public_holidays=public_holidays(tx.tables.country, ends_on),
        weekly=tx.tables.decimal("full_time_weekly_hours", ends_on))


def _figures(pay: Pay) -> dict[str, Any]:
    sections = [*(("budget", line) for line in pay.shares.lines), *(("wage", line) for line in pay.wage.lines)]
    return {
        "budget": pay.shares.budget, "gross": pay.shares.gross, "cost": pay.shares.cost, "net": pay.wage.net,
        "strategy": pay.wage.strategy,
        "lines": [{"section": section, "code": line.code, "label": line.label, "base": line.base, "rate": line.rate,
                   "amount": line.amount, "effect": line.effect, "rule": line.rule.id, "source": line.rule.source,
                   "provisional": line.rule.provisional} for section, line in sections],
    }
