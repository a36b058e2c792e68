"""What a batch of events means for the streams they belong to: pure, so that every order of arrival can be tried.

A stream is one aggregate of one source. Version last + 1 applies, lower is a repeat, higher is held; what is held is
released in its turn; behind a parked event everything of its stream is parked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from shared.bus.inbox_messages import Envelope, StreamKey


@dataclass(slots=True)
class Stream:
    """Where a stream stands: the last version consumed, whether an event of it is parked, whether some are held."""

    version: int
    stopped: bool = False
    holding: bool = False


@dataclass(slots=True)
class Placing:
    """What to do with a batch, each list in the order in which it is to be done.

    A faulty event that has a place in a stream waits for its turn like any other, and fails when it is applied.
    """

    apply: list[Envelope] = field(default_factory=list)
    hold: list[Envelope] = field(default_factory=list)
    let_go: list[Envelope] = field(default_factory=list)
    behind: list[Envelope] = field(default_factory=list)
    faulty: list[Envelope] = field(default_factory=list)
    repeats: list[Envelope] = field(default_factory=list)


Waiting = dict[StreamKey, dict[int, Envelope]]


def make_plan(
    envelopes: Iterable[Envelope], streams: Mapping[StreamKey, Stream], held: Waiting, *, release: bool = True,
) -> Placing:
    """Decide about each event; `streams` are moved along, so that they afterwards say where each stream will stand.

    With `release` false an event that closes a gap leaves the held ones where they are: each has its own transaction.
    """
    plan = Placing()
    waiting: Waiting = {stream: dict(events) for stream, events in held.items()}
    for envelope in envelopes:
        if not envelope.version:
            (plan.apply if envelope.fault is None else plan.faulty).append(envelope)
        else:
            _place(envelope, streams[envelope.stream], waiting, plan, release=release)
    _settle(streams, held, waiting, plan)
    return plan


def _place(envelope: Envelope, stream: Stream, waiting: Waiting, plan: Placing, *, release: bool) -> None:
    queue = waiting.setdefault(envelope.stream, {})
    if envelope.version <= stream.version or envelope.version in queue:
        plan.repeats.append(envelope)
    elif stream.stopped:
        plan.behind.append(envelope)
    elif envelope.version > stream.version + 1:
        queue[envelope.version] = envelope
    else:
        _advance(envelope, stream, plan)
        while release and (following := queue.pop(stream.version + 1, None)):
            _advance(following, stream, plan)


def _advance(envelope: Envelope, stream: Stream, plan: Placing) -> None:
    stream.version = envelope.version
    plan.apply.append(envelope)


def _settle(streams: Mapping[StreamKey, Stream], held: Waiting, waiting: Waiting, plan: Placing) -> None:
    """Compare what waits now with what was held before: new ones are to be held, released ones let go."""
    for key, queue in waiting.items():
        before = held.get(key, {})
        plan.hold.extend(queue[version] for version in queue if version not in before)
        plan.let_go.extend(before[version] for version in before if version not in queue)
        if key in held or queue:
            streams[key].holding = bool(queue)
