"""Questions about orders."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from services.payroll.orders.errors import OrderUnknown
from services.payroll.orders.rules import LimitScope, Order, PartId
from shared.ledger import numbers_of
from shared.money import Money
from shared.parameters import Row
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def owner_of_order(tx: Tx, *, order_id: str, **_: Any) -> str | None:
    """The member to whom an order belongs."""
    row = tx.one(Q.order, order_id=order_id)
    return row["member_id"] if row else None


def get_order(tx: Tx, order_id: str) -> Order:
    """A signed order without its parts, or a refusal."""
    return _order(tx.require(Q.order, OrderUnknown(order_id=order_id), order_id=order_id))


def get_orders(tx: Tx, order_ids: Collection[str]) -> dict[str, Order]:
    """Signed orders without their parts, by their ids."""
    return {row["order_id"]: _order(row) for row in tx.all(Q.orders, order_ids=list(order_ids))}


def _order(row: dict[str, Any]) -> Order:
    return Order(amount=Money.from_row(row), **{name: row[name] for name in (
        "order_id", "activity_id", "member_id", "client_id", "client_country", "contract", "signed_on", "starts_on",
        "ends_on", "cancelled_on", "signed_how", "client_standing", "withheld", "open_ended", "planned_hours")})


def rows_in_force(tx: Tx, parameter: str, key: str = "") -> list[Row]:
    """The row of something that the cooperative may set, or may leave unset."""
    return [row for row in tx.tables.history(parameter, key) if row.holds_on(tx.on)]


def guaranteed_beside(tx: Tx, order: Order, scope: LimitScope, whose: str) -> Money:
    """What the fund guarantees within a limit beside an order; others who decide within it wait until commit."""
    tx.one(Q.lock_limit, whose=f"{scope}.{whose}")
    row = tx.single(Q.guaranteed_within, scope=scope, whose=whose, order_id=order.order_id,
                    currency=order.amount.currency)
    return Money(row["cents"], order.amount.currency)


def invoices_of_parts(tx: Tx, parts: Sequence[PartId]) -> dict[PartId, str]:
    """The invoices that are to bring the money of parts; each part with a budget has one."""
    rows = tx.all(Q.invoices_of_parts, order_ids=[one.order_id for one in parts], parts=[one.part for one in parts])
    return {PartId(row["order_id"], row["part"]): row["invoice_id"] for row in rows}


def orders_of_invoices(tx: Tx, invoice_ids: Collection[str]) -> list[str]:
    """The orders whose budget invoices are to bring."""
    return [row["order_id"] for row in tx.all(Q.orders_of_invoices, invoice_ids=list(invoice_ids))]


def planned_of(tx: Tx, order_id: str) -> tuple[int, int]:
    """What was allocated to an order's parts, in cents, and how many parts have no budget yet."""
    row = tx.single(Q.planned_of, order_id=order_id)
    return row["allocated"], row["open_parts"]


def mirror_agrees(tx: Tx) -> Iterator[str]:
    """The mirror of invoicing's clearing account holds all budgets that it allocated."""
    row = tx.single(Q.mirror_with_invoicing, accounts=numbers_of(tx, "clearing_with_invoicing"))
    if row["allocated"] != row["booked"]:
        yield f"payroll: {row['allocated']} cents of budget were received, the mirror account holds {row['booked']}"


def guarantees_agree(tx: Tx) -> Iterator[str]:
    """What is counted of each order is what the fund guarantees of it, and every total is the sum of its orders."""
    for row in tx.all(Q.guarantees_beside_orders):
        yield (f"payroll: of order {row['order_id']} {row['counted']} cents are counted, the fund guarantees "
               f"{row['guaranteed']}")
    for row in tx.all(Q.totals_beside_guarantees):
        yield (f"payroll: the guarantee total of {row['scope']} {row['whose']} is {row['total']} cents, its orders "
               f"come to {row['counted']}")
