"""Parking: what could not be digested is set aside in PostgreSQL, with everything of its stream behind it.

A parked message is tried again with growing delays; after the last it stays until an operator replays or discards it.
Whoever looks at the list sees ids and codes, never bodies.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import structlog

from shared.bus.event_log import Q
from shared.bus.inbox_messages import (
    Envelope,
    EnvelopeBroken,
    NotFromItsService,
    Oversized,
    Undecodable,
    WithoutId,
    WithoutVersion,
    message_row,
)
from shared.bus.inbox_streams import IdTaken, VersionTaken
from shared.errors import NotFound, Refusal, snake_case
from shared.postgres import Tx

log = structlog.get_logger()

MINUTE, HOUR = 60.0, 3600.0
DELAYS = (5.0, 30.0, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR)

SLOWLY = HOUR  # seconds at least between two tries of a message that ended its process


class Behind(Refusal):
    """An earlier event of the same stream is parked."""

    sentence = "An earlier event of the same stream is parked."


class KillsItsProcess(Refusal):
    """The message was begun several times and its process ended each time."""

    sentence = "The message was begun {attempts} times, and each time its process ended before it was done."


class WaitsBehind(Refusal):
    """The event cannot be handled before the one that it waits for."""

    sentence = "Parked message {id} waits behind {first}; handle that one first."


class GapBefore(Refusal):
    """An earlier event of the stream has not come yet: past this one, it would be taken for a repeat."""

    sentence = "Message {id} is event {version} of a stream consumed up to {consumed}; replay what lies between first."


class NotReplayable(Refusal):
    """Trying again cannot help: nothing about the message would change."""

    sentence = "Parked message {id} cannot be tried again ({code}); it can only be discarded."


class NotAcceptable(Refusal):
    """There is nothing to decide: the event is not one whose place was taken."""

    sentence = "Parked message {id} ({code}) is no event whose version was taken; replay or discard it."


Accepted = Literal["beside", "from_here"]
FOR_OPERATORS = (Oversized, VersionTaken)  # trying again by itself would do harm
HOPELESS = (EnvelopeBroken, IdTaken, NotFromItsService, Undecodable, WithoutId, WithoutVersion)
TAKEN = "version_taken"


def park(tx: Tx, envelope: Envelope, error: Exception, *, attempts: int, delays: Sequence[float] = DELAYS) -> bool:
    """Set a message aside; whether it was not parked yet. The next try follows from the delays, if one makes sense."""
    code, sentence = describe(error)
    waits = isinstance(error, (Behind, *FOR_OPERATORS, *HOPELESS)) or not delays
    first = SLOWLY if isinstance(error, KillsItsProcess) else (delays or (None,))[0]
    row = tx.one(
        Q.park, **message_row(envelope), attempts=attempts, seconds=None if waits else first, code=code,
        error=sentence, replayable=not isinstance(error, HOPELESS), redelivered=envelope.message.redelivered,
    )
    if row is None:
        return False
    tell = log.error if isinstance(error, VersionTaken) else log.warning
    tell("event_parked", source=envelope.source, type=envelope.type, event_id=envelope.id, code=code,
         aggregate=envelope.aggregate, version=envelope.version, parked=row["id"], attempts=attempts)
    return True


def describe(error: Exception) -> tuple[str, str]:
    """Code and sentence of a failure. The text of an unexpected exception may hold values of people: it stays out."""
    if isinstance(error, Refusal):
        return error.code, error.message
    name = type(error).__name__
    return snake_case(name), f"{name} {_place(error)}".strip()


def _place(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"in {Path(trace.tb_frame.f_code.co_filename).name}, line {trace.tb_lineno}" if trace else ""


def list_parked(tx: Tx, *, after: int = 0, limit: int = 100) -> list[dict[str, Any]]:
    """What is parked, oldest first, without bodies; the next page begins after the last id."""
    return tx.all(Q.list_parked, after=after, limit=limit)


def show_parked(tx: Tx, parked: int) -> dict[str, Any]:
    """One parked message with headers and body: it may hold what only an operator should see."""
    row = tx.one(Q.get_parked, id=parked)
    if row is None:
        raise NotFound(kind="parked message", id=parked)
    return row


def replay_parked(tx: Tx, parked: int) -> None:
    """Make the next try of a parked message due at once; the service's retry loop carries it out."""
    row = lock_first(tx, parked)
    if not row["replayable"]:
        raise NotReplayable(id=parked, code=row["code"])
    tx.run(Q.try_now, id=parked)


def accept_parked(tx: Tx, parked: int, how: Accepted, *, by: str, why: str) -> None:
    """Have an event applied though its version was taken; the service's retry loop carries it out.

    `beside`: it takes effect beside the event that took its version, and the stream stands where it stood.
    `from_here`: its source was restored; the stream counts on from this event, and those after it follow in turn.
    """
    row = lock_first(tx, parked)
    if row["code"] != TAKEN:
        raise NotAcceptable(id=parked, code=row["code"])
    facts = {name: row[name] for name in ("source", "event_id", "type", "aggregate", "version", "code")}
    tx.run(Q.add_acceptance, **facts, accepted=how, by=by, why=why)
    tx.run(Q.accept_parked, id=parked, accepted=how)
    log.warning("event_accepted", source=row["source"], event_id=row["event_id"], by=by, parked=parked, how=how)


def discard_parked(tx: Tx, parked: int, *, by: str, why: str) -> None:
    """Throw a parked message away for good: its stream goes on with the next event, which is due at once.

    The event is noted as consumed (outcome `discarded`), so that no repeat of it is ever applied. Refuses with
    `GapBefore` while an event before it has not come.
    """
    row = lock_first(tx, parked)
    _assert_no_gap(tx, row)
    body_hash = hashlib.sha256(bytes(row["body"])).digest()
    facts = {name: row[name] for name in ("source", "event_id", "type", "aggregate", "version")}
    tx.run(Q.note_discard, **facts, code=row["code"], body_hash=body_hash, by=by, why=why)
    tx.run(Q.unpark, id=parked)
    if row["event_id"]:
        tx.all(Q.record_consumed, events=json.dumps([{**facts, "outcome": "discarded", "body_hash": body_hash.hex()}]))
    if row["version"]:
        step_past(tx, row, consumed=True)
    log.warning("event_discarded", source=row["source"], event_id=row["event_id"], by=by, parked=parked)


def step_past(tx: Tx, row: Mapping[str, Any], *, consumed: bool) -> dict[str, Any] | None:
    """Move the stream past a parked event that was dealt with; the next parked event of it, due at once, if any.

    `consumed` is false for an event that was not the next one of its stream: the stream stays where it stood.
    """
    stream = {"source": row["source"], "aggregate": row["aggregate"]}
    following = tx.one(Q.first_parked, **stream)
    tx.run(Q.step_cursor, **stream, version=row["version"] if consumed else 0, stopped=following is not None)
    if following is not None:
        tx.run(Q.try_now, id=following["id"])
    return following


def _assert_no_gap(tx: Tx, row: Mapping[str, Any]) -> None:
    consumed = max((stream["version"] for stream in _lock_stream(tx, row)), default=0)
    if row["version"] and row["version"] > consumed + 1:
        raise GapBefore(id=row["id"], version=row["version"], consumed=consumed)


def _lock_stream(tx: Tx, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    return tx.all(Q.lock_cursors, streams=json.dumps([{"source": row["source"], "aggregate": row["aggregate"]}]))


def lock_first(tx: Tx, parked: int) -> dict[str, Any]:
    """The parked message with its stream locked; refused when it waits behind another."""
    row = show_parked(tx, parked)
    if row["version"]:
        _lock_stream(tx, row)
        first = tx.one(Q.first_parked, source=row["source"], aggregate=row["aggregate"])
        if first is not None and first["id"] != parked:
            raise WaitsBehind(id=parked, first=first["id"])
    locked = tx.one(Q.lock_parked, id=parked)
    if locked is None:
        raise NotFound(kind="parked message", id=parked)
    return locked
