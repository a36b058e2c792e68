"""Questions about orders."""

from collections.abc import Iterator

from services.payroll.orders.errors import OrderUnknown
from services.payroll.orders.rules import Order
from shared.errors import NotFound
from shared.ledger import numbers_of
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def owner_of_order(tx: Tx, *, order_id: str) -> str | None:
    """The member to whom an order belongs."""
    row = tx.one(Q.order, order_id=order_id)
    return row["member_id"] if row else None


def get_order(tx: Tx, order_id: str) -> Order:
    """A signed order without its parts, or a refusal."""
    row = tx.require(Q.order, OrderUnknown(order_id=order_id), order_id=order_id)
    return Order(amount=Money.from_row(row), **{name: row[name] for name in (
        "order_id", "activity_id", "member_id", "client_id", "client_country", "contract", "signed_on", "starts_on",
        "ends_on", "cancelled_on", "signed_how", "client_standing")})


def invoice_of_part(tx: Tx, order_id: str, part: int) -> str:
    """The invoice that is to bring a part's money; a part with a budget has one."""
    row = tx.require(Q.invoice_of_part, NotFound(kind="invoice of part", id=f"{order_id}/{part}"),
                     order_id=order_id, part=part)
    return str(row["invoice_id"])


def mirror_agrees(tx: Tx) -> Iterator[str]:
    """The mirror of invoicing's clearing account holds all budgets that it allocated."""
    row = tx.single(Q.mirror_with_invoicing, accounts=numbers_of(tx, "clearing_with_invoicing"))
    if row["allocated"] != row["booked"]:
        yield f"payroll: {row['allocated']} cents of budget were received, the mirror account holds {row['booked']}"
