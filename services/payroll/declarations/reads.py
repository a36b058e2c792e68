"""Questions about declarations."""

from typing import Any

from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def get_declaration(tx: Tx, order_id: str) -> dict[str, Any]:
    """The declaration of an order, or a refusal."""
    return tx.require(Q.declaration_of_order, NotFound(kind="declaration of order", id=order_id), order_id=order_id)


def is_undeclared(tx: Tx, order_id: str, part: int) -> bool:
    """Whether a day of a part was worked that was not declared before the work began."""
    return bool(tx.single(Q.undeclared_days, order_id=order_id, part=part)["days"])


def list_declarations(tx: Tx, *, state: str, after: str, limit: int) -> list[dict[str, Any]]:
    """A page of the declarations in one state."""
    return tx.all(Q.list_declarations, state=state, after=after, limit=limit)
