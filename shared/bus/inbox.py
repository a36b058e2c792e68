"""The inbox: every event of others takes effect exactly once, in the order of its stream. It knows no broker.

`Inbox.take` is handed a batch and comes back when all of it is settled in PostgreSQL: applied, known as a repeat,
held for its turn, or parked. Only then may the broker be told. Whatever ends the process before that ends it without
a trace: the batch comes again.

- A batch runs in one transaction; if anything in it fails, it is undone and done again one message at a time, so that
  only the message at fault is parked.
- A message that comes redelivered may have killed its process: its attempt is counted in a transaction of its own
  before it is begun, alone.
- A database that is away is nobody's fault: `DatabaseAway` says so, and the same messages are to be handed in again.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import structlog
from marshmallow import Schema

from shared import clock, telemetry
from shared.bus.event_log import Q
from shared.bus.handling import Event, handlers_of
from shared.bus.inbox_messages import (
    LARGEST_BODY,
    Envelope,
    Message,
    NotFromItsService,
    StreamKey,
    WithoutVersion,
    day_published,
    decode_body,
    instant_of,
    message_row,
    read_envelope,
    set_apart,
    stored_message,
)
from shared.bus.inbox_plan import Placing, Stream, Waiting, make_plan
from shared.bus.inbox_streams import (
    IdTaken,
    VersionTaken,
    as_places,
    as_streams,
    inbox_row,
    is_repeat,
    known_bodies,
    lock_streams,
    move_streams,
    settle_repeats,
    stop_stream,
)
from shared.bus.parking import DELAYS, HOPELESS, Behind, KillsItsProcess, park
from shared.definitions import ServiceDefinition
from shared.fields import load_shape
from shared.postgres import Busy, Cause, Database, Tx, is_away

log = structlog.get_logger()

TRIES = 3  # a transaction that met another is begun again this often
MOST_ATTEMPTS = 3  # a message that was begun this often and never ended is parked


class KnownUnderAnotherVersion(Exception):
    """An event of the batch was consumed before, at another place of its stream."""


class DatabaseAway(Exception):
    """The database cannot be asked now; nothing is settled beyond what was committed."""


@dataclass(slots=True)
class Tally:
    """What became of the messages, in numbers."""

    applied: int = 0
    ignored: int = 0
    repeated: int = 0
    held: int = 0
    parked: int = 0

    def add(self, other: "Tally") -> None:
        """Count another batch in."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(frozen=True, slots=True)
class _Listener:
    """A method of the service, and the shape of what it relies upon."""

    handle: Callable[[Tx, Event], None]
    shape: Schema


class Inbox:
    """The inbox of one service, for all its sources."""

    def __init__(
        self, service: Any, definition: ServiceDefinition, database: Database, *, zone: str = "UTC",
        largest: int = LARGEST_BODY, delays: Sequence[float] = DELAYS, user_for: Callable[[str], str] = lambda _: "",
    ) -> None:
        self.name = definition.name
        self.database = database
        self.largest = largest
        self.delays = tuple(delays)
        self.consumed = Tally()
        self.reporting = False
        self.touched: set[StreamKey] = set()  # what happened to these streams is still to be reported to their sources
        self.failing: dict[str, set[str]] = {}  # by source: the streams that failed since one last went well
        self.paused: frozenset[str] = frozenset()  # sources of which a person wants nothing applied for now
        self.user_for = user_for
        self._zone = zone
        self._listeners = {
            key: _Listener(getattr(service, handler.method), handler.shape())
            for key, handler in handlers_of(type(service)).items()
        }
        self._foreign = {handler.source for handler in handlers_of(type(service)).values() if handler.foreign}

    @property
    def sources(self) -> list[str]:
        """The services that this one consumes."""
        return sorted({source for source, _ in self._listeners})

    def take(self, messages: Sequence[Message]) -> Tally:
        """Settle a batch for good. Raises only `DatabaseAway`; then none of it may be acknowledged."""
        envelopes = [self._believed(read_envelope(message, largest=self.largest)) for message in messages]
        tally = self._take_suspects([each for each in envelopes if each.message.redelivered])
        tally.add(self._take_fresh([each for each in envelopes if not each.message.redelivered]))
        if self.reporting:
            self.touched.update(each.stream for each in envelopes if each.version)
        self.count(tally)
        return tally

    def _believed(self, envelope: Envelope) -> Envelope:
        """An event, or what is set aside of one that its source did not publish: it takes no place in a stream."""
        source, user = envelope.source, envelope.message.user
        expected = self.user_for(source)
        if source in self._foreign:
            return envelope
        if expected and user != expected:
            return set_apart(envelope, NotFromItsService(user=user or "nobody", source=source, expected=expected))
        if not envelope.version and envelope.id and envelope.fault is None:
            return set_apart(envelope, WithoutVersion())
        return envelope

    def count(self, tally: Tally) -> None:
        """Add to what this inbox has done since it was made."""
        self.consumed.add(tally)
        for name in Tally.__slots__:
            telemetry.CONSUMED.labels(self.name, name).inc(getattr(tally, name))

    def _take_fresh(self, envelopes: list[Envelope]) -> Tally:
        if not envelopes:
            return Tally()
        try:
            with self.transaction() as tx:
                return self._settle(tx, envelopes)
        except DatabaseAway:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the message at fault is found below
            log.info("batch_redone", consumer=self.name, messages=len(envelopes), error=type(error).__name__)
        tally = Tally()
        for envelope in envelopes:
            tally.add(self.take_alone(envelope))
        return tally

    def _take_suspects(self, envelopes: list[Envelope]) -> Tally:
        """Messages that came back: most were settled before the acknowledgement was lost, one may be a killer."""
        tally = Tally()
        known = self._known(envelopes)
        for envelope in envelopes:
            if is_repeat(envelope, known):
                tally.repeated += 1
            else:
                tally.add(self.take_suspect(envelope))
        return tally

    def _known(self, envelopes: Sequence[Envelope]) -> dict[tuple[str, str], bytes]:
        named = [envelope for envelope in envelopes if envelope.id]
        if not named:
            return {}
        with self.transaction() as tx:
            return known_bodies(tx, named)

    def take_suspect(self, envelope: Envelope, *, held: bool = False) -> Tally:
        """Settle one message that may kill its process: the attempt is counted before it is begun."""
        if envelope.id and not envelope.message.counted:
            with self.transaction() as tx:
                attempt = tx.one(Q.count_attempt, source=envelope.source, event_id=envelope.id)
            if attempt is not None and attempt["attempts"] > MOST_ATTEMPTS:
                return self._park_alone(envelope, KillsItsProcess(attempts=MOST_ATTEMPTS), attempts=MOST_ATTEMPTS)
        return self.take_alone(envelope, held=held)

    def take_alone(self, envelope: Envelope, *, held: bool = False) -> Tally:
        """Settle one message in a transaction of its own, park it if it fails, then release what waited for it."""
        try:
            tally = self._again_when_busy(lambda: self._settle_alone(envelope, held=held))
        except DatabaseAway:
            raise
        except Exception as error:  # noqa: BLE001 - a handler may fail in any way: its message is parked
            return self._park_alone(envelope, error)
        if envelope.version and tally.applied + tally.ignored and not held:
            tally.add(self.release(envelope.stream))
        return tally

    def release(self, stream: StreamKey) -> Tally:
        """Settle the held events of a stream whose turn has come, each in a transaction of its own."""
        tally = Tally()
        while (row := self._next_held(stream)) is not None:
            envelope = read_envelope(stored_message(row), largest=self.largest)
            tally.add(self.take_suspect(envelope, held=True))
        return tally

    def release_forgotten(self) -> Tally:
        """Release what a process that ended in between left waiting though its turn had come."""
        with self.transaction() as tx:
            streams = [(row["source"], row["aggregate"]) for row in tx.all(Q.streams_to_release)]
        tally = Tally()
        for stream in streams:
            tally.add(self.release(stream))
            self.touched.add(stream)
        return tally

    def _next_held(self, stream: StreamKey) -> dict[str, Any] | None:
        with self.transaction() as tx:
            return tx.one(Q.next_held, source=stream[0], aggregate=stream[1])

    def _again_when_busy(self, settle: Callable[[], Tally]) -> Tally:
        for _ in range(TRIES - 1):
            try:
                return settle()
            except Busy:
                continue
        return settle()

    def _settle_alone(self, envelope: Envelope, *, held: bool) -> Tally:
        with self.transaction() as tx:
            tally = self._settle(tx, [envelope], release=False, taken=envelope if held else None)
            if envelope.message.redelivered or held:
                tx.run(Q.forget_attempts, source=envelope.source, event_id=envelope.id)
            return tally

    def _settle(
        self, tx: Tx, envelopes: list[Envelope], *, release: bool = True, taken: Envelope | None = None,
    ) -> Tally:
        """Decide about a batch, write down what was decided, then let the handlers do their work."""
        envelopes, repeated = _without_repeats(tx, envelopes)
        streams = lock_streams(tx, {envelope.stream for envelope in envelopes if envelope.version})
        held = self._held(tx, streams)
        if taken is not None:
            held.get(taken.stream, {}).pop(taken.version, None)
        before = {key: (stream.version, stream.stopped, stream.holding) for key, stream in streams.items()}
        if not release and _known_already(tx, envelopes):
            tx.run(Q.let_go, events=as_places(envelopes))
            return Tally(repeated=1)
        plan = make_plan(envelopes, streams, held, release=release)
        if taken is not None:
            plan.let_go.append(taken)
        fresh = self._write_down(tx, plan)
        settle_repeats(tx, plan.repeats)
        if release and any(each.version and (each.source, each.id) not in fresh for each in plan.apply):
            raise KnownUnderAnotherVersion  # its stream must not move: it is found alone
        move_streams(tx, {key: stream for key, stream in streams.items()
                   if before[key] != (stream.version, stream.stopped, stream.holding)})
        return self._carry_out(tx, plan, fresh, repeated)

    def _held(self, tx: Tx, streams: dict[StreamKey, Stream]) -> Waiting:
        waiting = [key for key, stream in streams.items() if stream.holding]
        if not waiting:
            return {}
        found: Waiting = {key: {} for key in waiting}
        for row in tx.all(Q.held_events, streams=as_streams(waiting)):
            envelope = read_envelope(stored_message(row), largest=self.largest)
            found[envelope.stream][envelope.version] = envelope
        return found

    def _write_down(self, tx: Tx, plan: Placing) -> set[tuple[str, str]]:
        """Note what is consumed and what is held; which of the events to apply were not consumed before."""
        tx.run_many(Q.hold_event, [message_row(each) for each in plan.hold])
        if plan.let_go:
            tx.run(Q.let_go, events=as_places(plan.let_go))
        if not plan.apply:
            return set()
        noted = tx.all(Q.record_consumed, events=json.dumps([self.row_of(each) for each in plan.apply]))
        return {(row["source"], row["event_id"]) for row in noted}

    def row_of(self, envelope: Envelope) -> dict[str, object]:
        """What this inbox keeps of an event that it applies, or ignores because no handler asks for its type."""
        return inbox_row(envelope, "applied" if (envelope.source, envelope.type) in self._listeners else "ignored")

    def _carry_out(self, tx: Tx, plan: Placing, fresh: set[tuple[str, str]], repeated: int) -> Tally:
        tally = Tally(repeated=repeated + len(plan.repeats), held=len(plan.hold))
        for envelope in plan.apply:
            if (envelope.source, envelope.id) not in fresh:
                tally.repeated += 1
                continue
            fresh.discard((envelope.source, envelope.id))
            if self.apply(tx, envelope):
                tally.applied += 1
            else:
                tally.ignored += 1
        for envelope in plan.behind:
            tally.parked += park(tx, envelope, Behind(), attempts=0)
        for envelope in plan.faulty:
            tally.parked += park(tx, envelope, envelope.fault or Behind(), attempts=1, delays=self.delays)
        return tally

    def apply(self, tx: Tx, envelope: Envelope) -> bool:
        """Let the service consume an event; false when none of its handlers asks for this type."""
        if envelope.fault is not None:
            raise envelope.fault
        listener = self._listeners.get((envelope.source, envelope.type))
        if listener is None:
            return False
        data = load_shape(listener.shape, decode_body(envelope.message.body))
        consumed = Event(
            id=envelope.id, source=envelope.source, type=envelope.type, aggregate=envelope.aggregate,
            version=envelope.version, event_on=day_published(envelope, tx.on), at=instant_of(envelope, tx.at),
            data=data,
        )
        with telemetry.handling(self.name, envelope.source, envelope.type, envelope.text("traceparent")) as trace:
            cause = Cause(correlation=envelope.text("correlationid"), traceparent=trace)
            listener.handle(tx.seen_as(on=consumed.event_on, actor=f"event:{envelope.source}", cause=cause), consumed)
        self.failing.pop(envelope.source, None)
        return True

    def apply_parked(self, tx: Tx, envelope: Envelope) -> None:
        """Apply an event that was parked, with the body that a person gave it if one did, and note it as consumed."""
        if not tx.all(Q.record_consumed, events=json.dumps([self.row_of(envelope)])):
            return
        amended = tx.one(Q.amended_body, source=envelope.source, event_id=envelope.id)
        if amended is not None:
            envelope = replace(envelope, message=replace(envelope.message, body=bytes(amended["body"])))
        self.apply(tx, envelope)

    def _park_alone(self, envelope: Envelope, error: Exception, *, attempts: int = 1) -> Tally:
        """Park one message and stop its stream behind it, unless another replica has consumed it in the meantime."""
        with self.transaction() as tx:
            taken = isinstance(error, VersionTaken)
            if envelope.version and not stop_stream(tx, envelope, even_if_consumed=taken):
                return Tally(repeated=1)
            tx.run(Q.let_go, events=as_places([envelope]))
            tx.run(Q.forget_attempts, source=envelope.source, event_id=envelope.id)
            parked = park(tx, envelope, error, attempts=attempts, delays=self.delays)
        if parked and not isinstance(error, HOPELESS):
            self.failing.setdefault(envelope.source, set()).add(envelope.aggregate or envelope.id)
        return Tally(parked=int(parked))

    @contextmanager
    def transaction(self) -> Iterator[Tx]:
        """A transaction of this inbox; `DatabaseAway` when the database went away under it."""
        tx: Tx | None = None
        now = clock.now()
        try:
            with self.database.transaction(
                on=clock.day_of(now, self._zone), actor=f"inbox:{self.name}", at=now,
            ) as tx:
                yield tx
        except Exception as error:
            if is_away(error) or (tx is not None and tx.conn.closed):
                raise DatabaseAway from error
            raise


def _without_repeats(tx: Tx, envelopes: list[Envelope]) -> tuple[list[Envelope], int]:
    """Foreign events have no version: those consumed or parked before are known by their ids."""
    foreign = [envelope for envelope in envelopes if not envelope.version and envelope.id]
    if not foreign:
        return envelopes, 0
    known = known_bodies(tx, foreign)
    kept = [_of_its_own(each, known) for each in envelopes if each.version or not is_repeat(each, known)]
    return kept, len(envelopes) - len(kept)


def _of_its_own(envelope: Envelope, known: dict[tuple[str, str], bytes]) -> Envelope:
    """A foreign message under an id that another had: it is set aside without an id."""
    if envelope.version or (envelope.source, envelope.id) not in known:
        return envelope
    return set_apart(envelope, IdTaken(id=envelope.id))


def _known_already(tx: Tx, envelopes: list[Envelope]) -> bool:
    """Whether a single event was consumed before; after a stream was renumbered, its version alone does not tell."""
    consumed = [each for each in envelopes if each.version]
    if not consumed:
        return False
    rows = tx.all(Q.consumed_before, events=json.dumps([
        {"source": each.source, "event_id": each.id} for each in consumed]))
    return is_repeat(consumed[0], {(row["source"], row["event_id"]): bytes(row["body_hash"]) for row in rows})
