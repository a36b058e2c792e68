"""Questions about wages, and the proofs that they are whole."""

from calendar import monthrange
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from services.payroll.wages.rules.lines import Line, Rule
from services.payroll.wages.rules.occupation import Occupation
from services.payroll.wages.rules.pay import MonthSoFar
from shared.ledger import numbers_of
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
EARLIER = Rule(id="earlier_pay", source="What was paid on earlier contracts of the month")


def owner_of_wage(tx: Tx, *, wage_id: str) -> str | None:
    """The member to whom a wage belongs."""
    row = tx.one(Q.wage_owner, wage_id=wage_id)
    return row["member_id"] if row else None


def count_employments(tx: Tx, days: Mapping[str, date]) -> dict[str, int]:
    """How many of each member's employments took place in the calendar month of a day."""
    months = [_whole_month(day) for day in days.values()]
    rows = tx.all(Q.employments_in_months, member_ids=list(days), firsts=[first for first, _ in months],
                  lasts=[last for _, last in months])
    return {row["member_id"]: row["count"] for row in rows}


def _whole_month(day: date) -> tuple[date, date]:
    """The first and the last day of a day's calendar month."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def carried_over(tx: Tx, member_ids: Collection[str]) -> dict[tuple[str, str], Money]:
    """What could not be taken from members' earlier wages and is still to be taken, by member and currency."""
    rows = tx.all(Q.carried_over, member_ids=list(member_ids))
    return {(row["member_id"], row["currency"]): Money.from_row(row) for row in rows}


def months_so_far(
    tx: Tx, months: Mapping[str, str], codes: Sequence[str], alone: Sequence[str],
) -> dict[tuple[str, str], MonthSoFar]:
    """What was paid to members for a calendar month before, by member and month; nothing for who was not paid.

    Wages withheld by the strategies `alone` do not add up with others.
    """
    asked = {"member_ids": list(months), "months": list(months.values()), "alone": list(alone)}
    lines: dict[tuple[str, str], list[Line]] = {}
    for row in tx.all(Q.months_so_far, **asked, codes=list(codes)):
        line = Line(code=row["code"], label=row["code"], amount=Money.from_row(row), rule=EARLIER)
        lines.setdefault((row["member_id"], row["month"]), []).append(line)
    times = {(row["member_id"], row["month"]): row for row in tx.all(Q.worked_so_far, **asked)} if lines else {}
    return {where: MonthSoFar(lines=tuple(found), occupation=Occupation(
        worked=times[where]["share"], full=Decimal(1), days=times[where]["days"])) for where, found in lines.items()}


def paid_hours(tx: Tx, member_id: str, days: Collection[date]) -> dict[date, Decimal]:
    """The hours of days for which a member's wages were worked out, over all their contracts."""
    return {row["day"]: row["hours"] for row in tx.all(Q.paid_hours, member_id=member_id, days=list(days))}


def wages_since(tx: Tx, member_id: str, day: date) -> list[str]:
    """A member's wages for work on or after a day."""
    return [row["wage_id"] for row in tx.all(Q.wages_since, member_id=member_id, day=day)]


def budgets_agree(tx: Tx) -> Iterator[str]:
    """Each order's budget account holds what was allocated and not spent."""
    for row in tx.all(Q.budgets_beside_ledger, accounts=numbers_of(tx, "employment_budgets")):
        yield f"payroll: order {row['order_id']} has {row['unspent']} cents of budget, its account {row['booked']}"


def wages_agree(tx: Tx) -> Iterator[str]:
    """Each wage's lines come to its gross and its net."""
    for row in tx.all(Q.wages_beside_lines):
        yield f"payroll: the lines of wage {row['wage_id']} do not come to its gross or net"
