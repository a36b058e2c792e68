"""Questions about what is owed at the end of an employment."""

from collections.abc import Iterator
from datetime import date

from services.payroll.wages.rules.pay import HolidayPay
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def earned_by_year(tx: Tx, order_id: str) -> dict[int, Money]:
    """The gross wages of an employment that are worked out, by the year of the work."""
    return {row["year"]: Money.from_row(row) for row in tx.all(Q.earned, order_id=order_id)}


def budgets_to_come(tx: Tx, order_id: str) -> list[tuple[date, Money]]:
    """The budgets of its months whose wage is still to be worked out, each with the last day that it pays."""
    return [(row["last_paid"], Money.from_row(row)) for row in tx.all(Q.to_be_worked_out, order_id=order_id)]


def settled_by_year(tx: Tx, order_id: str) -> dict[int, HolidayPay]:
    """What was settled before, by the year in which it was earned."""
    return {row["year"]: HolidayPay(**{name: Money.from_row(row, name) for name in (
        "simple", "double", "beyond", "normal")}) for row in tx.all(Q.settled, order_id=order_id)}


def next_part(tx: Tx, order_id: str) -> int:
    """The number of an employment's next part."""
    return int(tx.single(Q.next_part, order_id=order_id)["part"])


def prove_exit_holiday_pay(tx: Tx) -> Iterator[str]:
    """The holiday pay of who left is the gross of its wage."""
    for row in tx.all(Q.settled_beside_wages):
        yield f"payroll: the holiday pay of part {row['part']} of {row['order_id']} is not the gross of its wage"
