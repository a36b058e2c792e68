"""Orders, their parts and budgets: rows and values."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import date

from services.payroll.orders.errors import BudgetReceivedBefore, OrderKnownBefore
from services.payroll.orders.rules import Allocation, Block, CompletedWork, Order, OrderedPart, PartId, PayDay
from shared import ledger
from shared.errors import Refusal
from shared.identifiers import new_id
from shared.money import Money
from shared.postgres import Tx, column
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: Mapping[str, type[Refusal]] = {
    **ledger.CONSTRAINTS,
    "orders_known_once": OrderKnownBefore,
    "allocations_one_per_part": BudgetReceivedBefore,
}


def add_order(tx: Tx, order: Order) -> None:
    """Write a signed order and its parts."""
    tx.run(Q.add_order, order_id=order.order_id, activity_id=order.activity_id, member_id=order.member_id,
           client_id=order.client_id, client_country=order.client_country, contract=order.contract,
           signed_on=order.signed_on, starts_on=order.starts_on, ends_on=order.ends_on, cents=order.amount.cents,
           currency=order.amount.currency, signed_how=order.signed_how, client_standing=order.client_standing,
           withheld=order.withheld, open_ended=order.open_ended, planned_hours=order.planned_hours)
    _add_parts(tx, order)


def save_amended_order(tx: Tx, order: Order) -> None:
    """Write what was agreed anew: other days, amount and parts; what was completed stays as it was worked."""
    tx.run(Q.save_amended_order, order_id=order.order_id, signed_on=order.signed_on, starts_on=order.starts_on,
           ends_on=order.ends_on, cents=order.amount.cents, currency=order.amount.currency,
           signed_how=order.signed_how, client_standing=order.client_standing, withheld=order.withheld)
    tx.run(Q.drop_open_parts, order_id=order.order_id)
    _add_parts(tx, order)


def _add_parts(tx: Tx, order: Order) -> None:
    tx.run_many(Q.add_part, [{"order_id": order.order_id, **asdict(part)} for part in order.parts])


def save_cancelled_order(tx: Tx, order_id: str) -> None:
    """Write that an order was cancelled."""
    tx.run(Q.save_cancelled_order, order_id=order_id, on=tx.on)


def save_end(tx: Tx, order_id: str, ends_on: date) -> None:
    """Write the last day of an employment that had none."""
    tx.run(Q.save_end, order_id=order_id, ends_on=ends_on)


def count_guarantees(tx: Tx, order_ids: Collection[str]) -> None:
    """Count of orders what the fund guarantees of them now, and move the totals with it; locked until commit."""
    which = {"order_ids": list(order_ids)}
    tx.all(Q.lock_orders, **which)
    tx.run(Q.count_guarantees, **which)


def save_completed_part(tx: Tx, work: CompletedWork, day: PayDay) -> bool:
    """Write a completed part with its worked days and its pay day; whether the part was there and still open."""
    worked = {on: spent for on, spent in work.hours.items() if spent}
    row = tx.single(Q.save_completed_part, order_id=work.order_id, part=work.part, completed_on=work.completed_on,
                    registered_on=work.registered_on, days=column(worked), hours=column(map(str, worked.values())),
                    **asdict(day))
    return bool(row["was_open"])


def add_allocation(tx: Tx, allocation: Allocation) -> None:
    """Write an allocated budget."""
    tx.run(Q.add_allocation, allocation_id=allocation.allocation_id, order_id=allocation.order_id,
           part=allocation.part, invoice_id=allocation.invoice.invoice_id, cents=allocation.amount.cents,
           currency=allocation.amount.currency, on=tx.on)


def add_month(tx: Tx, order_id: str, part: OrderedPart) -> None:
    """Write a month of an employment without an end."""
    tx.run(Q.add_part, order_id=order_id, **asdict(part))


def add_month_budget(tx: Tx, order_id: str, part: int, budget: Money) -> None:
    """Write the budget of such a month, which no invoice of its own brings."""
    tx.run(Q.add_allocation, allocation_id=new_id("alc"), order_id=order_id, part=part, invoice_id=None,
           cents=budget.cents, currency=budget.currency, on=tx.on)


def save_blocked(tx: Tx, blocked: Mapping[PartId, Block]) -> None:
    """Write why the wages of parts could not be worked out."""
    tx.run(Q.save_blocked, order_ids=[one.order_id for one in blocked], parts=[one.part for one in blocked],
           codes=[block.code for block in blocked.values()], whys=[block.why for block in blocked.values()])
