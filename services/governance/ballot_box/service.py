"""The service of the ballot box."""

from typing import ClassVar

from services.governance.ballot_box.handlers import BallotHandlers


class BallotBox(BallotHandlers):
    """Takes ballots for polls that governance opened, and publishes them when governance closed the poll.

    It requires nothing of the bus: its database keeps no events, no requests and no times.
    """

    name = "ballot_box"
    requires_schemas: ClassVar[tuple[str, ...]] = ()
