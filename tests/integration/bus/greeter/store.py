"""Where the greeter keeps its visits."""

from shared.errors import Refusal
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


class WordsSaidBefore(Refusal):
    sentence = "The same words were said to this guest before."


CONSTRAINTS = {"visits_words_once_per_guest": WordsSaidBefore}


def add_visit(tx: Tx, guest: str, words: str) -> None:
    tx.run(Q.add_visit, guest=guest, words=words)


def count_visits(tx: Tx, guest: str) -> int:
    row = tx.one(Q.count_visits, guest=guest)
    assert row
    return int(row["visits"])


def rest(tx: Tx, seconds: str) -> None:
    tx.one(Q.sleep, seconds=seconds)
