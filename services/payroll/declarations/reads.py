"""Questions about declarations."""

from collections.abc import Sequence
from typing import Any

from services.payroll.orders.rules import PartId
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def get_declaration(tx: Tx, order_id: str) -> dict[str, Any]:
    """The declaration of an order, or a refusal."""
    return tx.require(Q.declaration_of_order, NotFound(kind="declaration of order", id=order_id), order_id=order_id)


def undeclared_parts(tx: Tx, parts: Sequence[PartId]) -> set[PartId]:
    """The parts of which a day was worked that was not declared before the work began."""
    rows = tx.all(Q.undeclared_parts, order_ids=[one.order_id for one in parts], parts=[one.part for one in parts])
    return {PartId(row["order_id"], row["part"]) for row in rows}


def list_declarations(tx: Tx, *, state: str, after: str, limit: int) -> list[dict[str, Any]]:
    """A page of the declarations in one state."""
    return tx.all(Q.list_declarations, state=state, after=after, limit=limit)
