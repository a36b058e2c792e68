"""What the listener remembers. Nothing forbids an effect twice: a doubled event would show."""

from shared.bus import Heard
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
PROMISES: dict[str, type] = {}


def add_effect(tx: Tx, heard: Heard) -> None:
    tx.run(Q.add_effect, event_id=heard.id, line_id=heard.aggregate, version=heard.version, number=heard["number"])
