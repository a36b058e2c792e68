"""The door of the ballot box: one queue, no tokens, nobody's name."""

from typing import Any, ClassVar

from services.governance.ballot_box.desk import Desk
from services.governance.ballot_box.entrypoint import BallotQueue, OwnDesk


class BallotBox:
    """Takes ballots for polls that governance opened, and publishes them when governance closed the poll.

    It stands on nothing of the bus: its database keeps no events, no requests and no times.
    """

    name = "ballot_box"
    stands_on: ClassVar[tuple[str, ...]] = ()

    desk: Desk = OwnDesk()

    @BallotQueue.decorator
    def answer(self, message: Any) -> dict[str, Any]:
        """The reply to one message."""
        return self.desk.answer(message)
