"""The door of the ballot box: one queue, no tokens, nobody's name.

A reply has the form of every reply of the house (`result`, `error`), but carries no correlation: nothing may tie a
reply, a log line or a row to the one who asked.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import structlog

from services.governance.ballot_box import reads, schemas, use_cases
from services.governance.ballot_box.domain.errors import BoxFailed
from services.governance.ballot_box.entrypoint import OwnDatabase, single_active_consumer
from services.governance.polls.rules.ballots import QUEUE
from shared import clock
from shared.definitions import definition_of
from shared.errors import Refusal
from shared.fields import Shape, ShapeNotMet, load_shape
from shared.postgres import Database

log = structlog.get_logger()

ACTOR = "ballot-box"


@dataclass(frozen=True, slots=True)
class Operation:
    """What a message may ask: its shape, whether it writes, and who does it."""

    shape: type[Shape]
    carry_out: Callable[..., dict[str, Any]]
    writes: bool = False


ERRANDS = {
    "open_poll": Operation(schemas.OpenPoll, use_cases.open_poll, writes=True),
    "cast_ballot": Operation(schemas.CastBallot, use_cases.cast_ballot, writes=True),
    "close_poll": Operation(schemas.ClosePoll, use_cases.close_poll, writes=True),
    "get_board": Operation(schemas.WhichPoll, reads.get_board),
    "get_batch": Operation(schemas.WhichBatch, reads.get_batch),
    "health": Operation(schemas.Nothing, reads.get_health),
}


class BallotBox:
    """Takes ballots for polls that governance opened, and publishes them when governance closed the poll.

    It stands on nothing of the bus: its database keeps no events, no requests and no times.
    """

    name = "ballot_box"
    requires_schemas: ClassVar[tuple[str, ...]] = ()
    reads_alone = QUEUE

    database: Database = OwnDatabase(lambda: definition_of(BallotBox))

    @single_active_consumer
    def answer(self, message: Any) -> dict[str, Any]:
        """The reply to one message. Never raises; a failure is logged by its kind alone."""
        try:
            return {"result": self._carry_out(message), "error": None}
        except Refusal as refusal:
            return _refused(refusal)
        except Exception as error:  # noqa: BLE001 - whatever it is, its text may hold a ballot and must not be logged
            log.error("ballot_box_failed", kind=type(error).__name__)  # noqa: TRY400 - for the same reason
            return _refused(BoxFailed())

    def _carry_out(self, message: Any) -> dict[str, Any]:
        errand = ERRANDS.get(str(message.get("do"))) if isinstance(message, Mapping) else None
        if errand is None:
            raise ShapeNotMet(problems={"do": f"One of {', '.join(ERRANDS)}."})
        asked = load_shape(errand.shape(), {name: value for name, value in message.items() if name != "do"})
        begin = self.database.transaction if errand.writes else self.database.reading
        with begin(on=clock.now().date(), actor=ACTOR) as tx:
            return errand.carry_out(tx, **asked)


def _refused(refusal: Refusal) -> dict[str, Any]:
    return {"result": None, "error": {
        "exc_type": refusal.code, "value": refusal.message, "details": refusal.details, "retryable": refusal.retryable,
    }}
