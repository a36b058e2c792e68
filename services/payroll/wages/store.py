"""Wages with their explained lines: rows and values."""

from collections.abc import Mapping
from typing import Any

from services.payroll.wages.errors import WagePaidBefore
from services.payroll.wages.rules.lines import Line
from services.payroll.wages.rules.pay import DuePart, Wage
from shared.errors import Refusal
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: Mapping[str, type[Refusal]] = {"wages_one_per_part": WagePaidBefore}


def lock_part_to_pay(tx: Tx, order_id: str, part: int) -> DuePart | None:
    """A part whose wage was not worked out yet, locked; nothing when another run has it or had it."""
    row = tx.one(Q.lock_part_to_pay, order_id=order_id, part=part)
    if row is None:
        return None
    budget = Money(row.pop("cents"), row.pop("currency"))
    hours = dict(zip(row.pop("worked_on"), row.pop("worked_hours"), strict=True))
    return DuePart(budget=budget, hours=hours, **row)


def add_wage(tx: Tx, wage: Wage) -> None:
    """Write a wage with its explained lines, each in its section."""
    due, shares = wage.due, wage.pay.shares
    tx.run(
        Q.add_wage, wage_id=wage.wage_id, order_id=due.order_id, part=due.part, member_id=due.member_id,
        month=due.month, budget_cents=shares.budget.cents, gross_cents=shares.gross.cents,
        cost_cents=shares.cost.cents, net_cents=wage.pay.wage.net.cents, currency=shares.budget.currency,
        worked=wage.occupation.worked, full_time=wage.occupation.full, days=wage.occupation.days,
        strategy=wage.pay.wage.strategy, due_on=due.due_on, pay_on=due.pay_on, late=due.late,
        undeclared=wage.undeclared, on=tx.on)
    tx.run_many(Q.add_wage_line, [
        {"wage_id": wage.wage_id, "place": place, "section": placed.section, **_columns(placed.line)}
        for place, placed in enumerate(wage.pay.placed, start=1)])


def _columns(line: Line) -> dict[str, Any]:
    return {
        "code": line.code, "label": line.label, "base_cents": _cents(line.base),
        "rate": line.rate, "cents": line.amount.cents, "currency": line.amount.currency, "effect": line.effect,
        "rule": line.rule.id, "source": line.rule.source, "provisional": line.rule.provisional,
        "divides": line.divides,
        **{f"{name}_cents": _cents(getattr(line, name)) for name in ("over", "plus", "less", "least", "limit")},
    }


def _cents(amount: Money | None) -> int | None:
    return None if amount is None else amount.cents
