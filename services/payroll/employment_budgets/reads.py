"""Questions about the budgets of employments, and the proofs that they are drawn to the cent."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from services.payroll.declarations.rules import NO_END
from services.payroll.employment_budgets.rules import BudgetWarning, Feed, Funds, Lent, sum_of
from services.payroll.employment_contracts.rules import OpenEndedEmployment
from services.payroll.events import EmploymentRemedy
from services.payroll.orders.reads import get_orders
from services.payroll.orders.rules import plan_wages, refused_because
from shared.ledger import numbers_of
from shared.money import Money, total
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def list_to_keep(tx: Tx, day: date) -> list[str]:
    """The employments that a day may have something to do with."""
    return [row["employment_id"] for row in tx.all(Q.list_to_keep, day=day)]


def feeds_of(tx: Tx, order_id: str) -> list[Feed]:
    """What is left of what fed an employment, the oldest first."""
    return [Feed(left=Money.from_row(row), **{name: row[name] for name in (
        "feed_id", "from_order_id", "from_part", "invoice_id")}) for row in tx.all(Q.feeds, order_id=order_id)]


def lent_of(tx: Tx, order_id: str) -> list[Lent]:
    """What the mutual fund lent for its months and did not get back."""
    return [Lent(part=row["part"], starts_at=row["starts_at"], amount=Money.from_row(row))
            for row in tx.all(Q.lent, order_id=order_id)]


def next_month(tx: Tx, order_id: str) -> int:
    """The number of its next month."""
    return int(tx.single(Q.next_month, order_id=order_id)["part"])


def paid_days(tx: Tx, order_id: str) -> frozenset[date]:
    """The days of an employment that its wages pay."""
    return frozenset(row["day"] for row in tx.all(Q.paid_days, order_id=order_id))


def earlier_employments(tx: Tx, employment: OpenEndedEmployment) -> list[str]:
    """The worker's employments before it, all of whose wages are worked out."""
    return [row["employment_id"] for row in tx.all(
        Q.earlier_employments, member_id=employment.member_id, entity=employment.entity,
        starts_on=employment.starts_on, employment_id=employment.employment_id)]


def funds_of(tx: Tx, employment: OpenEndedEmployment, currency: str) -> Funds:
    """What an employment can count on: held, coming, planned in orders that the fund guarantees; and what was lent."""
    where = {"member_id": employment.member_id, "starts_on": employment.starts_on, "currency": currency,
             "last_on": employment.last_on or NO_END}
    return Funds(
        held=sum_of(feeds_of(tx, employment.order_id), currency),
        coming=Money(tx.single(Q.coming, **where)["cents"], currency), planned=_planned(tx, where, currency),
        lent=total((one.amount for one in lent_of(tx, employment.order_id)), currency))


def _planned(tx: Tx, where: dict[str, Any], currency: str) -> Money:
    rows, fee = tx.all(Q.planned_orders, **where), tx.tables.decimal("fixed_contribution", tx.on)
    orders = get_orders(tx, {row["order_id"] for row in rows})
    return total((plan_wages(orders[row["order_id"]], fee=fee, allocated=Money(row["allocated"], currency),
                             open_parts=row["open_parts"])
                  for row in rows if refused_because(orders[row["order_id"]]) is None), currency)


def open_warning(tx: Tx, employment_id: str) -> BudgetWarning | None:
    """The warning that is neither lifted nor carried out."""
    row = tx.one(Q.open_warning, employment_id=employment_id)
    return BudgetWarning(**{**row, "remedy": EmploymentRemedy(row["remedy"])}) if row else None


def months_of(tx: Tx, order_id: str) -> list[dict[str, Any]]:
    """The months that were worked out, each with what brings its budget, what was lent, and its wage."""
    found = []
    for row in tx.all(Q.months, order_id=order_id):
        budget, brought = Money.from_row(row, "budget"), Money.from_row(row, "brought")
        wage = {name: Money.from_row(row, name) if row["wage_id"] else None for name in ("gross", "net")}
        found.append({**row, **wage, "budget": budget, "brought": brought, "lent": budget - brought})
    return found


def fed_by(tx: Tx, order_id: str) -> list[dict[str, Any]]:
    """What fed an employment, the oldest first."""
    return [{**row, "amount": Money.from_row(row)} for row in tx.all(Q.fed_by, order_id=order_id)]


def prove_employment_budgets(tx: Tx) -> Iterator[str]:
    """What feeds an employment is spent once, in order, to the cent; what was lent is what nothing brings yet."""
    for row in tx.all(Q.overspent_feeds):
        yield f"payroll: feed {row['feed_id']} brought more than it was"
    for row in tx.all(Q.slices_with_gaps):
        yield f"payroll: month {row['part']} of {row['order_id']} is brought with gaps, or beyond its budget"
    for row in tx.all(Q.fed_twice):
        yield f"payroll: part {row['from_part']} of {row['from_order_id']} feeds an employment and is paid twice"
    for row in tx.all(Q.lent_beside_ledger, accounts=numbers_of(tx, "mutual_fund")):
        yield f"payroll: {row['lent']} cents are lent for {row['order_id']}, its account has {row['booked']}"
