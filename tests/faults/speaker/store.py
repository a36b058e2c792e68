"""What the speaker remembers of its words. Nothing forbids a word twice: a doubled command would show."""

from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
CONSTRAINTS: dict[str, type] = {}


def add_word(tx: Tx, line_id: str, number: int) -> None:
    tx.run(Q.add_word, line_id=line_id, number=number)


def has_word(tx: Tx, line_id: str, number: int) -> bool:
    return tx.one(Q.word, line_id=line_id, number=number) is not None
