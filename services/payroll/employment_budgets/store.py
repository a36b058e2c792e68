"""What feeds employments, their slices and warnings: rows and values."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.payroll.declarations.rules import NO_END
from services.payroll.employment_budgets.rules import BudgetWarning, Feed, Slice
from services.payroll.employment_contracts.rules import OpenEndedEmployment
from services.payroll.events import EmploymentRemedy
from services.payroll.orders.rules import Block, PartId
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def lock_inside(tx: Tx, employment: OpenEndedEmployment) -> list[dict[str, Any]]:
    """Completed parts inside an employment with a budget that did not feed it yet; locked until commit."""
    found = tx.all(Q.lock_inside, member_id=employment.member_id, entity=employment.entity,
                   starts_on=employment.starts_on, last_on=employment.last_on or NO_END)
    rows = tx.all(Q.budgets_inside, order_ids=[row["order_id"] for row in found], parts=[row["part"] for row in found])
    return [{**row, "id": PartId(row["order_id"], row["part"]), "amount": Money.from_row(row)} for row in rows]


def add_feeds(tx: Tx, employment: OpenEndedEmployment, feeds: Sequence[Feed]) -> None:
    """Write what feeds an employment; each keeps the invoice that is to bring its money."""
    tx.copy(Q.add_feeds, (
        (feed.feed_id, employment.order_id, feed.from_order_id, feed.from_part, feed.from_feed_id, feed.invoice_id,
         feed.left.cents, feed.left.currency, tx.on) for feed in feeds))


def add_slices(tx: Tx, employment: OpenEndedEmployment, slices: Sequence[Slice]) -> None:
    """Write which feed brings which cents of months."""
    tx.copy(Q.add_slices, ((employment.order_id, one.part, one.starts_at, one.feed_id, one.amount.cents, tx.on)
                           for one in slices))


def save_blocked(tx: Tx, employment_id: str, block: Block) -> None:
    """Write why an employment's month could not be worked out, or that nothing stops it."""
    tx.run(Q.save_blocked, employment_id=employment_id, code=block.code, why=block.why)


def add_warning(tx: Tx, employment_id: str, *, short_from: date, effective_on: date, remedy: EmploymentRemedy) -> None:
    """Write that a budget will not carry an employment."""
    tx.run(Q.add_warning, employment_id=employment_id, warned_on=tx.on, short_from=short_from,
           effective_on=effective_on, remedy=remedy)


def lift_warning(tx: Tx, employment_id: str, warning: BudgetWarning) -> None:
    """Write that the budget carries the employment after all."""
    tx.run(Q.close_warning, employment_id=employment_id, place=warning.place, lifted_on=tx.on, applied_on=None)


def save_applied(tx: Tx, employment_id: str, warning: BudgetWarning) -> None:
    """Write that what was announced was carried out."""
    tx.run(Q.close_warning, employment_id=employment_id, place=warning.place, lifted_on=None, applied_on=tx.on)
