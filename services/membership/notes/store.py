"""Notes, kept until their member is forgotten."""

from shared.identifiers import new_id
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def add_note(tx: Tx, member_id: str, text: str) -> str:
    """A note about a member; its id."""
    note_id = new_id("not")
    tx.run(Q.add_note, id=note_id, member_id=member_id, text=text, on=tx.on, at=tx.at, actor=tx.actor)
    return note_id
