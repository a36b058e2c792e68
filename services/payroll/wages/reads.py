"""Questions about wages, and the proofs that they are whole."""

from collections.abc import Iterator, Sequence
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


def count_employments_in_month(tx: Tx, member_id: str, first: date, last: date) -> int:
    """How many of a member's employments took place in a calendar month."""
    return int(tx.single(Q.count_employments_in_month, member_id=member_id, first=first, last=last)["count"])


def carried_over(tx: Tx, member_id: str, currency: str) -> Money:
    """What could not be taken from a member's earlier wages and is still to be taken."""
    return Money(tx.single(Q.carried_over, member_id=member_id, currency=currency)["cents"], currency)


def month_so_far(tx: Tx, member_id: str, month: str, codes: Sequence[str]) -> MonthSoFar | None:
    """What was paid to a member for a calendar month before, or nothing."""
    sums = tx.all(Q.month_so_far, member_id=member_id, month=month, codes=list(codes))
    if not sums:
        return None
    time = tx.single(Q.worked_so_far, member_id=member_id, month=month)
    lines = tuple(Line(code=row["code"], label=row["code"], amount=Money.from_row(row), rule=EARLIER) for row in sums)
    return MonthSoFar(lines=lines, occupation=Occupation(worked=time["share"], full=Decimal(1), days=time["days"]))


def wages_since(tx: Tx, member_id: str, day: date) -> list[str]:
    """A member's wages for work on or after a day."""
    return [row["wage_id"] for row in tx.all(Q.wages_since, member_id=member_id, day=day)]


def budgets_agree(tx: Tx) -> Iterator[str]:
    """Each order's budget account holds what was allocated and not spent."""
    for row in tx.all(Q.budgets_beside_ledger, accounts=numbers_of(tx, "employment_budgets")):
        if row["unspent"] != row["booked"]:
            yield f"payroll: order {row['order_id']} has {row['unspent']} cents of budget, its account {row['booked']}"


def wages_agree(tx: Tx) -> Iterator[str]:
    """Each wage's lines come to its gross and its net."""
    for row in tx.all(Q.wages_beside_lines):
        yield f"payroll: the lines of wage {row['wage_id']} do not come to its gross or net"
