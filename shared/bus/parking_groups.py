"""What an operator does with parked messages beyond one: whole groups tried again or discarded, and a body amended."""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

import structlog

from shared.bus.event_log import Q
from shared.bus.inbox_messages import decode_body
from shared.bus.parking import NotReplayable, discard_parked, lock_first
from shared.errors import Refusal
from shared.postgres import Tx

log = structlog.get_logger()

UNDECODABLE = "undecodable"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFilter:
    """Which parked messages: those of a code, an event (`source.type`), a stream or an id; all that is given fits."""

    code: str = ""
    event: str = ""
    stream: str = ""
    event_id: str = ""

    def __bool__(self) -> bool:
        return any(asdict(self).values())


def find_chosen(tx: Tx, choice: MessageFilter) -> list[dict[str, Any]]:
    """The parked messages that fit, stream by stream in their order, without bodies."""
    return tx.all(Q.parked_chosen, **asdict(choice))


def replay_chosen(tx: Tx, chosen: list[dict[str, Any]]) -> int:
    """Make the next try of each due at once; how many. Those behind others follow them; the hopeless stay."""
    return tx.run(Q.try_these_now, ids=[row["id"] for row in chosen])


def by_stream(chosen: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """What is to be dealt with in one transaction: the messages of one stream, or one without a stream."""
    for _, rows in groupby(chosen, lambda row: (row["source"], row["aggregate"], 0 if row["version"] else row["id"])):
        yield list(rows)


def discard_stream(tx: Tx, rows: list[dict[str, Any]], *, by: str, why: str) -> int:
    """Throw the chosen messages of one stream away, from the first until one waits behind another; how many."""
    for done, row in enumerate(rows):
        try:
            discard_parked(tx, row["id"], by=by, why=why)
        except Refusal as refusal:
            log.info("event_not_discarded", parked=row["id"], code=refusal.code)
            return done
    return len(rows)


def amend_parked(tx: Tx, parked: int, body: bytes, *, by: str, why: str) -> None:
    """Have a parked event applied with another body, now. The inbox goes on knowing it by the body that came.

    Refuses with `Undecodable` a body that is no JSON object, and with `NotReplayable` what no body would help.
    """
    decode_body(body)
    row = lock_first(tx, parked)
    if not row["event_id"] or not (row["replayable"] or row["code"] == UNDECODABLE):
        raise NotReplayable(id=parked, code=row["code"])
    facts = {name: row[name] for name in ("source", "event_id", "type", "aggregate", "version", "code")}
    tx.run(Q.add_amendment, **facts, came=hashlib.sha256(bytes(row["body"])).digest(), amended=body, by=by, why=why)
    tx.run(Q.make_replayable, id=parked)
    tx.run(Q.try_now, id=parked)
    log.warning("event_amended", source=row["source"], event_id=row["event_id"], by=by, parked=parked)
