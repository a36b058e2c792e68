"""The retry loop: parked messages whose next try has come, and held ones that a process left behind when it ended."""

from typing import Any

import structlog

from shared import telemetry
from shared.bus.event_log import Q
from shared.bus.inbox import MOST_ATTEMPTS, DatabaseAway, Inbox, Tally
from shared.bus.inbox_messages import Envelope, read_envelope, stored_message
from shared.bus.inbox_plan import Stream
from shared.bus.inbox_streams import hold_parked, lock_streams, settle_repeats
from shared.bus.parking import FOR_OPERATORS, KillsItsProcess, describe, step_past
from shared.postgres import Tx

log = structlog.get_logger()

BEHIND = "behind"
WITHOUT_LIMIT = 2**40  # an operator who replays an oversized message has decided that it fits


class Retries:
    """Tries parked messages again, each with its attempt counted beforehand, and then those that waited behind it."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    def run_due(self) -> Tally:
        """Try everything that is due now. Raises only `DatabaseAway`."""
        outcome = self._inbox.release_forgotten()
        while (row := self._claim_due()) is not None:
            outcome.add(self._try_stream(row))
        self._inbox.count(outcome)
        self.look_around()
        return outcome

    def look_around(self) -> None:
        """Learn what is paused, and tell how much is set aside. Raises only `DatabaseAway`."""
        with self._inbox.transaction() as tx:
            found = tx.single(Q.set_aside)
            self._inbox.paused = frozenset(found.pop("paused"))
            if not found["parked"]:
                self._inbox.failing.clear()
            telemetry.HELD_FOR.labels(self._inbox.name).set(found.pop("oldest_held"))
            for name, count in found.items():
                telemetry.SET_ASIDE.labels(self._inbox.name, name).set(count)

    def _claim_due(self) -> dict[str, Any] | None:
        with self._inbox.transaction() as tx:
            return tx.one(Q.claim_due, delays=list(self._inbox.delays))

    def _claim(self, parked: int) -> dict[str, Any] | None:
        with self._inbox.transaction() as tx:
            return tx.one(Q.claim_parked, id=parked, delays=list(self._inbox.delays))

    def _try_stream(self, row: dict[str, Any]) -> Tally:
        """Try one parked message and, while it goes well, those behind it; then what is held in the same stream."""
        outcome = Tally()
        if row["code"] == BEHIND and row["attempts"] > MOST_ATTEMPTS:  # begun so often, and never with an outcome
            self._note_failure(row, KillsItsProcess(attempts=MOST_ATTEMPTS))
            return outcome
        if row["version"]:
            self._inbox.touched.add((row["source"], row["aggregate"]))
        following: dict[str, Any] | None = row
        while following is not None:
            done, following = self._try(following)
            if not done:
                return outcome
            outcome.applied += 1
            following = self._claim(following["id"]) if following is not None else None
        if row["version"]:
            outcome.add(self._inbox.release((row["source"], row["aggregate"])))
        return outcome

    def _try(self, row: dict[str, Any]) -> tuple[bool, dict[str, Any] | None]:
        """Whether it went well, and the next parked event of its stream."""
        envelope = read_envelope(stored_message(row), largest=WITHOUT_LIMIT)
        try:
            with self._inbox.transaction() as tx:
                following = self._settle(tx, row, envelope)
        except DatabaseAway:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the message stays parked with its reason
            self._note_failure(row, error)
            return False, None
        log.info("parked_event_applied", consumer=self._inbox.name, source=row["source"], event_id=row["event_id"],
                 parked=row["id"], attempts=row["attempts"])
        return True, following

    def _settle(self, tx: Tx, row: dict[str, Any], envelope: Envelope) -> dict[str, Any] | None:
        stream = lock_streams(tx, {envelope.stream})[envelope.stream] if envelope.version else None
        if tx.one(Q.lock_parked, id=row["id"]) is None:  # an operator discarded it in the meantime
            return None
        tx.run(Q.unpark, id=row["id"])
        if stream is None:
            self._inbox.apply_parked(tx, envelope)
            return None
        return step_past(tx, row, consumed=self._take_its_turn(tx, row, envelope, stream))

    def _take_its_turn(self, tx: Tx, row: dict[str, Any], envelope: Envelope, stream: Stream) -> bool:
        """Apply an event when its turn has come, or a person said so; whether the stream moves to it."""
        if row["accepted"] == "from_here":
            tx.run(Q.count_from, source=row["source"], aggregate=row["aggregate"], version=envelope.version - 1)
        elif row["accepted"] != "beside" and envelope.version != stream.version + 1:
            if envelope.version > stream.version:
                hold_parked(tx, envelope, stream)
            else:
                settle_repeats(tx, [envelope])
            return False
        self._inbox.apply_parked(tx, envelope)
        return bool(row["accepted"] != "beside")

    def _note_failure(self, row: dict[str, Any], error: Exception) -> None:
        code, sentence = describe(error)
        with self._inbox.transaction() as tx:
            tx.run(Q.note_failure, id=row["id"], code=code, error=sentence, waits=isinstance(error, FOR_OPERATORS))
        log.warning("parked_event_failed", consumer=self._inbox.name, source=row["source"], code=code,
                    event_id=row["event_id"], parked=row["id"], attempts=row["attempts"], last=not row["next_try_at"])
