"""Questions about students: what they stated, what is left of their quota."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from services.payroll.students.rules import Quota, Studies
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def find_studies(tx: Tx, member_id: str, year: int) -> Studies | None:
    """What a worker stated last for a year."""
    row = tx.one(Q.studies, member_id=member_id, year=year)
    return Studies(**row) if row else None


def quota_of(tx: Tx, studies: Studies | None, *, beside: str = "") -> Quota:
    """The quota of a student's year, beside one order; without studies there is none."""
    if studies is None:
        return Quota(hours=0, used=0)
    row = tx.single(Q.reserved, member_id=studies.member_id, year=studies.year, beside=beside)
    year_begins = studies.from_on.replace(month=1, day=1)
    return Quota(hours=tx.tables.integer("student_hours", year_begins), used=row["hours"] + studies.hours_elsewhere)


def worked_hours(tx: Tx, order_id: str) -> list[Decimal]:
    """The hours of each day that was worked on an order."""
    return [row["hours"] for row in tx.all(Q.worked_hours, order_id=order_id)]


def get_quota(tx: Tx, member_id: str, year: int) -> dict[str, Any]:
    """The quota of a worker's year and what has taken of it, order by order."""
    studies = find_studies(tx, member_id, year)
    quota = quota_of(tx, studies)
    return {
        "member_id": member_id, "year": year, "hours": quota.hours, "used": quota.used, "left": quota.left,
        "from_on": studies and studies.from_on, "until_on": studies and studies.until_on,
        "hours_elsewhere": studies.hours_elsewhere if studies else 0,
        "orders": tx.all(Q.orders_of_year, member_id=member_id, year=year)}


def prove_quotas(tx: Tx) -> Iterator[str]:
    """No student's orders of a year reserve more than the law's hours."""
    for row in tx.all(Q.reserved_by_year):
        limit = tx.tables.integer("student_hours", row["first_day"])
        if row["hours"] > limit:
            yield f"payroll: student orders of {row['member_id']} reserve {row['hours']} of {limit} hours"
