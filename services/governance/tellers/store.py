"""Rows of the tellers' words."""

from services.governance.tellers.errors import TwoTellersNeeded
from services.governance.tellers.rules import TellersWord
from shared.errors import Refusal
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: dict[str, type[Refusal]] = {"papers_counted_by_two": TwoTellersNeeded}


def add_word(tx: Tx, poll_id: str, word: TellersWord) -> None:
    """Write what a teller counted."""
    tx.run(Q.add_word, poll_id=poll_id, sheet=word.sheet.text, given_by=word.given_by, key=word.key,
           signature=word.signature)
