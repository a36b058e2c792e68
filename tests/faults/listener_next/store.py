"""What the listener's next version remembers."""

from shared.bus import Event
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
CONSTRAINTS: dict[str, type] = {}


def add_effect(tx: Tx, event: Event) -> None:
    tx.run(Q.add_effect, event_id=event.id, line_id=event.aggregate, version=event.version, number=event["number"],
           mood=event["mood"])
