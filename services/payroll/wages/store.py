"""Wages with their explained lines: rows and values."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.payroll.orders.rules import PartId
from services.payroll.wages.errors import WagePaidBefore
from services.payroll.wages.rules.lines import Line
from services.payroll.wages.rules.pay import DuePart, HolidayPay, Wage
from shared.errors import Refusal
from shared.identifiers import new_id
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
HOLIDAY_PAY = ("simple", "double", "beyond", "normal")

CONSTRAINTS: Mapping[str, type[Refusal]] = {"wages_one_per_part": WagePaidBefore}


def lock_parts_to_pay(tx: Tx, parts: Sequence[PartId]) -> list[DuePart]:
    """Those of the parts whose wage was not worked out yet, locked; what another run has is left to it."""
    rows = tx.all(Q.lock_parts_to_pay, order_ids=[one.order_id for one in parts], parts=[one.part for one in parts])
    return [_due(row) for row in rows]


def _due(row: dict[str, Any]) -> DuePart:
    budget = Money(row.pop("cents"), row.pop("currency"))
    hours = dict(zip(row.pop("worked_on"), row.pop("worked_hours"), strict=True))
    parts = {name: row.pop(f"{name}_cents") for name in HOLIDAY_PAY}
    exit_pay = None if parts["simple"] is None else HolidayPay(
        **{name: Money(cents, budget.currency) for name, cents in parts.items()})
    return DuePart(budget=budget, hours=hours, exit_pay=exit_pay, **row)


def add_wages(tx: Tx, wages: Sequence[Wage]) -> None:
    """Write wages with their explained lines, each in its section."""
    tx.copy(Q.add_wages, (_columns(wage, tx.on) for wage in wages))
    tx.copy(Q.add_wage_lines, (
        (wage.wage_id, place, placed.section.value, *_columns_of_line(placed.line))
        for wage in wages for place, placed in enumerate(wage.pay.placed, start=1)))


def add_low_pay(tx: Tx, wages: Sequence[Wage]) -> None:
    """Flag wages below the guaranteed minimum; they are paid, and somebody leads on."""
    tx.run_many(Q.add_low_pay, [{
        "flag_id": new_id("flg"), "order_id": wage.due.order_id, "part": wage.due.part, "day": wage.due.last_worked,
        "found": str(wage.pay.shares.gross), "bound": str(wage.pay.wage.least), "on": tx.on} for wage in wages])


def _columns(wage: Wage, on: date) -> tuple[Any, ...]:
    due, shares, net = wage.due, wage.pay.shares, wage.pay.net
    return (
        wage.wage_id, due.order_id, due.part, due.member_id, due.month, shares.budget.cents, shares.gross.cents,
        shares.cost.cents, net.cents, net.currency, wage.occupation.worked, wage.occupation.full,
        wage.occupation.days, wage.pay.strategy, due.due_on, due.pay_on, due.late, on, wage.undeclared)


def _columns_of_line(line: Line) -> tuple[Any, ...]:
    return (
        line.code, line.label, _cents(line.base), line.rate, line.amount.cents, line.amount.currency, line.effect,
        line.rule.id, line.rule.source, line.rule.provisional, line.divides, _cents(line.over), _cents(line.plus),
        _cents(line.less), _cents(line.least), _cents(line.limit))


def _cents(amount: Money | None) -> int | None:
    return None if amount is None else amount.cents
