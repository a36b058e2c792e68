"""The inbox: every event of others takes effect exactly once, in the order of its line. It knows no broker.

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
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from marshmallow import Schema

from shared import clock, telemetry
from shared.bus.hearing import Heard, handlers_of
from shared.bus.inbox_messages import (
    LARGEST_BODY,
    Envelope,
    LineKey,
    Message,
    day_said,
    decode_body,
    instant_of,
    message_row,
    read_envelope,
    stored_message,
)
from shared.bus.inbox_plan import Line, Plan, Waiting, make_plan
from shared.bus.parking import DELAYS, Behind, KillsItsProcess, park
from shared.bus.saying import Q
from shared.fields import load_shape
from shared.homes import Home
from shared.postgres import Busy, Cause, Database, Tx, is_away

log = structlog.get_logger()

TRIES = 3  # a transaction that met another is begun again this often
MOST_ATTEMPTS = 3  # a message that was begun this often and never ended is parked


class DatabaseAway(Exception):
    """The database cannot be asked now; nothing is settled beyond what was committed."""


@dataclass(slots=True)
class Outcome:
    """What became of the messages, in numbers."""

    applied: int = 0
    ignored: int = 0
    repeated: int = 0
    held: int = 0
    parked: int = 0

    def add(self, other: "Outcome") -> None:
        """Count another batch in."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(frozen=True, slots=True)
class _Listener:
    """A method of the service, and the shape of what it relies upon."""

    hear: Callable[[Tx, Heard], None]
    shape: Schema


class Inbox:
    """The inbox of one service, for all its sources."""

    def __init__(
        self, service: Any, home: Home, database: Database, *, zone: str = "UTC", largest: int = LARGEST_BODY,
        delays: Sequence[float] = DELAYS,
    ) -> None:
        self.name = home.name
        self.database = database
        self.largest = largest
        self.delays = tuple(delays)
        self.heard = Outcome()
        self._zone = zone
        self._listeners = {
            key: _Listener(getattr(service, handler.method), handler.shape())
            for key, handler in handlers_of(type(service)).items()
        }

    @property
    def sources(self) -> list[str]:
        """The services that this one hears."""
        return sorted({source for source, _ in self._listeners})

    def take(self, messages: Sequence[Message]) -> Outcome:
        """Settle a batch for good. Raises only `DatabaseAway`; then none of it may be acknowledged."""
        envelopes = [read_envelope(message, largest=self.largest) for message in messages]
        outcome = self._take_suspects([each for each in envelopes if each.message.redelivered])
        outcome.add(self._take_fresh([each for each in envelopes if not each.message.redelivered]))
        self.count(outcome)
        return outcome

    def count(self, outcome: Outcome) -> None:
        """Add to what this inbox has done since it was made."""
        self.heard.add(outcome)
        for name in Outcome.__slots__:
            telemetry.HEARD.labels(self.name, name).inc(getattr(outcome, name))

    def _take_fresh(self, envelopes: list[Envelope]) -> Outcome:
        if not envelopes:
            return Outcome()
        try:
            with self.transaction() as tx:
                return self._settle(tx, envelopes)
        except DatabaseAway:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the message at fault is found below
            log.info("batch_redone", consumer=self.name, messages=len(envelopes), error=type(error).__name__)
        outcome = Outcome()
        for envelope in envelopes:
            outcome.add(self.take_alone(envelope))
        return outcome

    def _take_suspects(self, envelopes: list[Envelope]) -> Outcome:
        """Messages that came back: most were settled before the acknowledgement was lost, one may be a killer."""
        outcome = Outcome()
        known = self._known(envelopes)
        for envelope in envelopes:
            if (envelope.source, envelope.id) in known:
                outcome.repeated += 1
            else:
                outcome.add(self.take_suspect(envelope))
        return outcome

    def _known(self, envelopes: Sequence[Envelope]) -> set[tuple[str, str]]:
        named = [envelope for envelope in envelopes if envelope.id]
        if not named:
            return set()
        with self.transaction() as tx:
            return _known_to(tx, named)

    def take_suspect(self, envelope: Envelope, *, held: bool = False) -> Outcome:
        """Settle one message that may kill its process: the attempt is counted before it is begun."""
        if envelope.id:
            with self.transaction() as tx:
                attempt = tx.one(Q.count_attempt, source=envelope.source, event_id=envelope.id)
            if attempt is not None and attempt["attempts"] > MOST_ATTEMPTS:
                return self._park_alone(envelope, KillsItsProcess(attempts=MOST_ATTEMPTS), attempts=MOST_ATTEMPTS)
        return self.take_alone(envelope, held=held)

    def take_alone(self, envelope: Envelope, *, held: bool = False) -> Outcome:
        """Settle one message in a transaction of its own, park it if it fails, then release what waited for it."""
        try:
            outcome = self._again_when_busy(lambda: self._settle_alone(envelope, held=held))
        except DatabaseAway:
            raise
        except Exception as error:  # noqa: BLE001 - a handler may fail in any way: its message is parked
            return self._park_alone(envelope, error)
        if envelope.version and outcome.applied + outcome.ignored and not held:
            outcome.add(self.release(envelope.line))
        return outcome

    def release(self, line: LineKey) -> Outcome:
        """Settle the held events of a line whose turn has come, each in a transaction of its own."""
        outcome = Outcome()
        while (row := self._next_held(line)) is not None:
            envelope = read_envelope(stored_message(row), largest=self.largest)
            outcome.add(self.take_suspect(envelope, held=True))
        return outcome

    def release_forgotten(self) -> Outcome:
        """Release what a process that ended in between left waiting though its turn had come."""
        with self.transaction() as tx:
            lines = [(row["source"], row["aggregate"]) for row in tx.all(Q.lines_to_release)]
        outcome = Outcome()
        for line in lines:
            outcome.add(self.release(line))
        return outcome

    def _next_held(self, line: LineKey) -> dict[str, Any] | None:
        with self.transaction() as tx:
            return tx.one(Q.next_held, source=line[0], aggregate=line[1])

    def _again_when_busy(self, settle: Callable[[], Outcome]) -> Outcome:
        for _ in range(TRIES - 1):
            try:
                return settle()
            except Busy:
                continue
        return settle()

    def _settle_alone(self, envelope: Envelope, *, held: bool) -> Outcome:
        with self.transaction() as tx:
            outcome = self._settle(tx, [envelope], release=False, taken=envelope if held else None)
            if envelope.message.redelivered or held:
                tx.run(Q.forget_attempts, source=envelope.source, event_id=envelope.id)
            return outcome

    def _settle(
        self, tx: Tx, envelopes: list[Envelope], *, release: bool = True, taken: Envelope | None = None,
    ) -> Outcome:
        """Decide about a batch, write down what was decided, then let the handlers do their work."""
        envelopes, repeated = _without_repeats(tx, envelopes)
        lines = lock_lines(tx, {envelope.line for envelope in envelopes if envelope.version})
        held = self._held(tx, lines)
        if taken is not None:
            held.get(taken.line, {}).pop(taken.version, None)
        before = {key: (line.version, line.stopped, line.holding) for key, line in lines.items()}
        plan = make_plan(envelopes, lines, held, release=release)
        if taken is not None:
            plan.let_go.append(taken)
        fresh = self._write_down(tx, plan)
        _move(tx, {key: line for key, line in lines.items()
                   if before[key] != (line.version, line.stopped, line.holding)})
        return self._carry_out(tx, plan, fresh, repeated)

    def _held(self, tx: Tx, lines: dict[LineKey, Line]) -> Waiting:
        waiting = [key for key, line in lines.items() if line.holding]
        if not waiting:
            return {}
        found: Waiting = {key: {} for key in waiting}
        for row in tx.all(Q.held_events, lines=_lines(waiting)):
            envelope = read_envelope(stored_message(row), largest=self.largest)
            found[envelope.line][envelope.version] = envelope
        return found

    def _write_down(self, tx: Tx, plan: Plan) -> set[tuple[str, str]]:
        """Note what is heard and what is held; which of the events to apply were not heard before."""
        tx.run_many(Q.hold_event, [message_row(each) for each in plan.hold])
        if plan.let_go:
            tx.run(Q.let_go, events=_places(plan.let_go))
        if not plan.apply:
            return set()
        noted = tx.all(Q.note_heard, events=json.dumps([self._heard_row(each) for each in plan.apply]))
        return {(row["source"], row["event_id"]) for row in noted}

    def _heard_row(self, envelope: Envelope) -> dict[str, Any]:
        return {
            "source": envelope.source, "event_id": envelope.id, "type": envelope.type,
            "aggregate": envelope.aggregate, "version": envelope.version, "body_hash": envelope.body_hash.hex(),
            "outcome": "applied" if (envelope.source, envelope.type) in self._listeners else "ignored",
        }

    def _carry_out(self, tx: Tx, plan: Plan, fresh: set[tuple[str, str]], repeated: int) -> Outcome:
        outcome = Outcome(repeated=repeated + len(plan.repeats), held=len(plan.hold))
        for envelope in plan.apply:
            if (envelope.source, envelope.id) not in fresh:
                outcome.repeated += 1
                continue
            fresh.discard((envelope.source, envelope.id))
            if self.apply(tx, envelope):
                outcome.applied += 1
            else:
                outcome.ignored += 1
        for envelope in plan.behind:
            outcome.parked += park(tx, envelope, Behind(), attempts=0)
        for envelope in plan.faulty:
            outcome.parked += park(tx, envelope, envelope.fault or Behind(), attempts=1, delays=self.delays)
        return outcome

    def apply(self, tx: Tx, envelope: Envelope) -> bool:
        """Let the service hear an event; false when none of its handlers asks for this type."""
        if envelope.fault is not None:
            raise envelope.fault
        listener = self._listeners.get((envelope.source, envelope.type))
        if listener is None:
            return False
        data = load_shape(listener.shape, decode_body(envelope.message.body))
        heard = Heard(
            id=envelope.id, source=envelope.source, type=envelope.type, aggregate=envelope.aggregate,
            version=envelope.version, event_on=day_said(envelope, tx.on), at=instant_of(envelope, tx.at), data=data,
        )
        with telemetry.hearing(self.name, envelope.source, envelope.type, envelope.text("traceparent")) as trace:
            cause = Cause(correlation=envelope.text("correlationid"), traceparent=trace)
            listener.hear(tx.seen_as(on=heard.event_on, actor=f"event:{envelope.source}", cause=cause), heard)
        return True

    def hear_parked(self, tx: Tx, envelope: Envelope) -> None:
        """Apply an event that was parked, and note it as heard."""
        if tx.all(Q.note_heard, events=json.dumps([self._heard_row(envelope)])):
            self.apply(tx, envelope)

    def _park_alone(self, envelope: Envelope, error: Exception, *, attempts: int = 1) -> Outcome:
        """Park one message and stop its line behind it, unless another replica has heard it in the meantime."""
        with self.transaction() as tx:
            if envelope.version and not stop_line(tx, envelope):
                return Outcome(repeated=1)
            tx.run(Q.let_go, events=_places([envelope]))
            tx.run(Q.forget_attempts, source=envelope.source, event_id=envelope.id)
            return Outcome(parked=int(park(tx, envelope, error, attempts=attempts, delays=self.delays)))

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


def lock_lines(tx: Tx, keys: set[LineKey]) -> dict[LineKey, Line]:
    """Where these lines stand, locked until commit; a new line begins at version 0.

    All missing rows are begun first, in sorted order, then all are locked in sorted order: two batches cannot wait for
    each other in a circle.
    """
    if not keys:
        return {}
    lines = _lines(keys)
    tx.run(Q.begin_cursors, lines=lines)
    return {
        (row["source"], row["aggregate"]): Line(row["version"], row["stopped"], row["holding"])
        for row in tx.all(Q.lock_cursors, lines=lines)
    }


def stop_line(tx: Tx, envelope: Envelope) -> bool:
    """Stop the line at an event that is about to be parked; false when the event was heard in the meantime."""
    line = lock_lines(tx, {envelope.line})[envelope.line]
    if envelope.version <= line.version:
        return False
    line.stopped = True
    _move(tx, {envelope.line: line})
    return True


def hold_parked(tx: Tx, envelope: Envelope, line: Line) -> None:
    """Hold an event that was parked behind another and whose turn has not come yet."""
    tx.run(Q.hold_event, **message_row(envelope))
    line.holding = True
    _move(tx, {envelope.line: line})


def _without_repeats(tx: Tx, envelopes: list[Envelope]) -> tuple[list[Envelope], int]:
    """Foreign events have no version: those heard or parked before are known by their ids."""
    foreign = [envelope for envelope in envelopes if not envelope.version and envelope.id]
    if not foreign:
        return envelopes, 0
    known = _known_to(tx, foreign)
    kept = [each for each in envelopes if each.version or (each.source, each.id) not in known]
    return kept, len(envelopes) - len(kept)


def _known_to(tx: Tx, envelopes: Sequence[Envelope]) -> set[tuple[str, str]]:
    asked = json.dumps([{"source": each.source, "event_id": each.id} for each in envelopes])
    return {(row["source"], row["event_id"]) for row in tx.all(Q.known_events, events=asked)}


def _move(tx: Tx, lines: dict[LineKey, Line]) -> None:
    if lines:
        tx.run(Q.move_cursors, lines=json.dumps([
            {"source": source, "aggregate": aggregate, "version": line.version, "stopped": line.stopped,
             "holding": line.holding} for (source, aggregate), line in lines.items()]))


def _lines(keys: Iterable[LineKey]) -> str:
    """Lines as a statement takes them: one text of JSON, which is read several times faster than arrays."""
    return json.dumps([{"source": source, "aggregate": aggregate} for source, aggregate in keys])


def _places(envelopes: Iterable[Envelope]) -> str:
    return json.dumps([{"source": each.source, "aggregate": each.aggregate, "version": each.version}
                       for each in envelopes])
