"""Letters that were written, each once."""

from typing import Any

from services.membership.letters.rules import Occasion, SentBy
from shared.errors import NotFound
from shared.identifiers import new_id
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def add_letter(
    tx: Tx, occasion: Occasion, sent_by: SentBy, *, language: str = "", document_id: str | None = None,
    obstacle: str = "",
) -> None:
    """Keep that a letter was written, or why it could not be; once."""
    tx.run(Q.add_letter, id=new_id("let"), kind=occasion.kind, ref=occasion.ref, member_id=occasion.member_id,
           language=language, on=tx.on, at=tx.at, sent_by=sent_by, document_id=document_id, obstacle=obstacle)


def lock_letter(tx: Tx, letter_id: str) -> dict[str, Any]:
    """One letter, locked, or a refusal."""
    return tx.require(Q.get_letter, NotFound(kind="letter", id=letter_id), letter_id=letter_id)


def save_settled(tx: Tx, letter_id: str) -> None:
    """A person saw to it."""
    tx.run(Q.settle_letter, letter_id=letter_id, on=tx.on)
