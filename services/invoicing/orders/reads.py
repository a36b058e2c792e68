"""Questions about order forms: rows as the answers' shapes show them."""

from dataclasses import asdict
from typing import Any

from services.invoicing.orders.rules.prices import priced_lines
from shared.errors import NotFound
from shared.money import Money, total
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def owner_of_order(tx: Tx, *, order_id: str, **_: Any) -> str | None:
    """The member who works an order."""
    row = tx.one(Q.get_order, order_id=order_id)
    return row["member_id"] if row else None


def client_of_order(tx: Tx, *, order_id: str, **_: Any) -> str | None:
    """The client who ordered."""
    row = tx.one(Q.get_order, order_id=order_id)
    return row["client_id"] if row else None


def get_order(tx: Tx, *, order_id: str) -> dict[str, Any]:
    """An order form whole, with what payroll said about its employment."""
    row = tx.require(Q.get_order, NotFound(kind="order", id=order_id), order_id=order_id)
    parts = [{**part, "amount": Money.from_row(part), "lines": [
        {**asdict(line), "line": number, "net": line.net}
        for number, line in enumerate(priced_lines(part["lines"], part["currency"]), start=1)]}
        for part in tx.all(Q.list_parts, order_id=order_id)]
    known = tx.one(Q.get_employment, order_id=order_id) or {}
    return {
        **row, "parts": parts, "amount": total((part["amount"] for part in parts), parts[0]["currency"]),
        "starts_on": min(part["starts_on"] for part in parts), "ends_on": max(part["ends_on"] for part in parts),
        "worked": tx.all(Q.list_work_days, order_id=order_id),
        "employment": {name: known.get(name) for name in ("declared_on", "insured_on", "refused_because")}}


def list_orders(
    tx: Tx, *, member_id: str | None, activity_id: str | None, state: str | None, after: str, limit: int,
) -> list[dict[str, Any]]:
    """A page of order forms."""
    rows = tx.all(Q.list_orders, member_id=member_id, activity_id=activity_id, state=state, after=after, limit=limit)
    return [{**row, "amount": Money.from_row(row)} for row in rows]


def list_form_shares(tx: Tx, *, order_id: str) -> list[dict[str, Any]]:
    """Who works what of the form by which an order is agreed."""
    return [{**row, "amount": Money.from_row(row)} for row in tx.all(Q.list_form_shares, order_id=order_id)]


def id_of_number(tx: Tx, number: str) -> str:
    """The order behind the number that people see; empty when there is none."""
    row = tx.one(Q.id_of_number, number=number)
    return str(row["id"]) if row else ""
