"""Rows of minutes."""

from services.governance.minutes.errors import MinutesDrawnUp
from shared.errors import Refusal
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: dict[str, type[Refusal]] = {"minutes_drawn_up_once": MinutesDrawnUp}


def add_minutes(tx: Tx, assembly_id: str, words: str, document_id: str) -> None:
    """Write the minutes."""
    tx.run(Q.add_minutes, assembly_id=assembly_id, on=tx.on, words=words, document_id=document_id)
