"""The rows of an inbox that say where each stream stands, what is held, and which events it knows."""

import json
from collections.abc import Iterable, Sequence

from shared.bus.event_log import Q
from shared.bus.inbox_messages import Envelope, Oversized, StreamKey, message_row
from shared.bus.inbox_plan import Stream
from shared.errors import Refusal
from shared.postgres import Tx

VERSION_LOST = "sharedco.version_lost"  # published for each version that a restored event log had given out before


class VersionTaken(Refusal):
    """Two events claim the same place in a stream: the source was restored, or one of them is not its own."""

    sentence = (
        "Version {version} of {aggregate} was taken by another event, or came with another body (epoch {epoch}); "
        "accept it, renumber the stream from it, or discard it.")


class IdTaken(Refusal):
    """Another message came under the same id."""

    sentence = "Another message came before under the id {id}; this one was not applied."


def lock_streams(tx: Tx, keys: set[StreamKey]) -> dict[StreamKey, Stream]:
    """Where these streams stand, locked until commit; a new stream begins at version 0.

    All missing rows are begun first, in sorted order, then all are locked in sorted order: two batches cannot wait for
    each other in a circle.
    """
    if not keys:
        return {}
    streams = as_streams(keys)
    tx.run(Q.begin_cursors, streams=streams)
    return {
        (row["source"], row["aggregate"]): Stream(row["version"], row["stopped"], row["holding"])
        for row in tx.all(Q.lock_cursors, streams=streams)
    }


def stop_stream(tx: Tx, envelope: Envelope, *, even_if_consumed: bool = False) -> bool:
    """Stop the stream at an event that is about to be parked; false when the event was consumed in the meantime."""
    stream = lock_streams(tx, {envelope.stream})[envelope.stream]
    if envelope.version <= stream.version and not even_if_consumed:
        return False
    stream.stopped = True
    move_streams(tx, {envelope.stream: stream})
    return True


def hold_parked(tx: Tx, envelope: Envelope, stream: Stream) -> None:
    """Hold an event that was parked behind another and whose turn has not come yet."""
    if tx.one(Q.hold_event, **message_row(envelope)) is None:
        settle_repeats(tx, [envelope])
    stream.holding = True
    move_streams(tx, {envelope.stream: stream})


def move_streams(tx: Tx, streams: dict[StreamKey, Stream]) -> None:
    """Note where streams stand now."""
    if streams:
        tx.run(Q.move_cursors, streams=json.dumps([
            {"source": source, "aggregate": aggregate, "version": stream.version, "stopped": stream.stopped,
             "holding": stream.holding} for (source, aggregate), stream in streams.items()]))


def known_bodies(tx: Tx, envelopes: Sequence[Envelope]) -> dict[tuple[str, str], bytes]:
    """Which of these events were consumed, parked or held before: the digest of the body that each had then."""
    asked = json.dumps([{"source": each.source, "event_id": each.id, "aggregate": each.aggregate,
                         "version": each.version} for each in envelopes])
    return {(row["source"], row["event_id"]): bytes(row["body_hash"]) for row in tx.all(Q.known_events, events=asked)}


def is_repeat(envelope: Envelope, known: dict[tuple[str, str], bytes]) -> bool:
    """Whether an event is one of these: the same id and the same body; of a body far too large only the id is known."""
    body_hash = known.get((envelope.source, envelope.id))
    return body_hash is not None and (body_hash == envelope.body_hash or isinstance(envelope.fault, Oversized))


def settle_repeats(tx: Tx, envelopes: Sequence[Envelope]) -> None:
    """Raise `VersionTaken` for the first event that is no repeat though its version was consumed before.

    A version that its source lost is noted as consumed beside the event that it stands for.
    """
    if not envelopes:
        return
    known, lost = known_bodies(tx, envelopes), []
    for envelope in envelopes:
        if is_repeat(envelope, known):
            continue
        if envelope.type != VERSION_LOST:
            raise VersionTaken(source=envelope.source, aggregate=envelope.aggregate, version=envelope.version,
                               epoch=envelope.epoch)
        lost.append(inbox_row(envelope, "ignored"))
    if lost:
        tx.all(Q.record_consumed, events=json.dumps(lost))


def inbox_row(envelope: Envelope, outcome: str) -> dict[str, object]:
    """What the inbox keeps of an event."""
    return {
        "source": envelope.source, "event_id": envelope.id, "type": envelope.type, "aggregate": envelope.aggregate,
        "version": envelope.version, "body_hash": envelope.body_hash.hex(), "outcome": outcome, "epoch": envelope.epoch,
    }


def as_streams(keys: Iterable[StreamKey]) -> str:
    """Streams as a statement takes them: one text of JSON, which is read several times faster than arrays."""
    return json.dumps([{"source": source, "aggregate": aggregate} for source, aggregate in keys])


def as_places(envelopes: Iterable[Envelope]) -> str:
    """Places in streams as a statement takes them."""
    return json.dumps([{"source": each.source, "aggregate": each.aggregate, "version": each.version,
                        "event_id": each.id} for each in envelopes])
