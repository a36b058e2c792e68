"""Questions about minutes."""

from base64 import b64encode

from services.governance.minutes.rules import Minutes
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def get_minutes(tx: Tx, *, assembly_id: str) -> Minutes:
    """The minutes of an assembly, as text and printed."""
    row = tx.require(Q.get_minutes, NotFound(kind="minutes", id=assembly_id), assembly_id=assembly_id)
    return Minutes(**row | {"content": b64encode(row["content"]).decode()})


def are_drawn_up(tx: Tx, assembly_id: str) -> bool:
    """Whether the minutes of an assembly are drawn up."""
    return tx.one(Q.get_minutes, assembly_id=assembly_id) is not None
