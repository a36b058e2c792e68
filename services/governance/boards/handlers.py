"""What others may ask of boards, and the courier that fetches them beside the service."""

import os
from typing import Any

import structlog
from eventlet import sleep
from eventlet.event import Event as Flag
from nameko.extensions import DependencyProvider

from services.governance.ballots.use_cases.calculators import CALCULATORS
from services.governance.ballots.use_cases.keys import orders_key, read_secret, receipts_public_key
from services.governance.boards import reads, schemas
from services.governance.boards.rules.shares import Handing
from services.governance.boards.use_cases import opening
from services.governance.boards.use_cases.box import OrderingBox
from services.governance.boards.use_cases.canary import send_canary
from services.governance.boards.use_cases.carrying import carry
from shared import clock
from shared.bus import allow, command, query
from shared.bus.connection import pauses
from shared.definitions import definition_of
from shared.postgres import Tx
from shared.settings import require

log = structlog.get_logger()

COURIER_PAUSE_S = 0.2  # between two looks for messages to the ballot box
COURIER_PATIENCE_S = 5.0  # to wait for the ballot box before the message is sent again
CALCULATING = 2  # processes that sign, check and open beside the hub
LONGEST_PAUSE_S = 2.0  # to wait after a failure, so that the end of the process is not held up
READERS = allow("member", "returning_officer", "board", "auditor")


class Courier(DependencyProvider):  # type: ignore[misc]
    """Runs the courier to the ballot box beside the service, in the same process."""

    def setup(self) -> None:
        """Open the courier's own way to the database and to the box; do not start without its keys."""
        for needed in (read_secret, orders_key, receipts_public_key):
            needed(os.environ)
        CALCULATORS.enable(CALCULATING)
        self._stopping = False
        self._stopped = Flag()
        self._database = definition_of(self.container.service_cls).database(
            require(os.environ, "DATABASE_URL_GOVERNANCE"), require(os.environ, "COUNTRY"), most_connections=2).open()
        self._box = OrderingBox(self.container.config["AMQP_URI"], patience=COURIER_PATIENCE_S)

    def start(self) -> None:
        """Begin to carry."""
        self.container.spawn_managed_thread(self._run, identifier="ballot-box-courier")

    def stop(self) -> None:
        """Finish the message in hand, then leave; what waits is carried by the next courier."""
        self._stopping = True
        self._stopped.wait()
        CALCULATORS.disable()
        self._database.close()

    def _run(self) -> None:
        pause = pauses(longest=LONGEST_PAUSE_S)
        while not self._stopping:
            try:
                carry(self._database, self._box, on=clock.now().date(), before_opening=send_canary)
                pause = pauses(longest=LONGEST_PAUSE_S)
                sleep(COURIER_PAUSE_S)
            except Exception:
                log.exception("ballot_box_courier_failed")
                sleep(next(pause))
        self._stopped.send(None)


class BoardHandlers:
    """Boards of closed polls."""

    courier = Courier()

    @query(schemas.GetBoard, response=schemas.BoardShape, allow=READERS)
    def get_board(self, tx: Tx, *, poll_id: str) -> dict[str, Any]:
        """The published file of a closed poll."""
        return reads.get_board(tx, poll_id=poll_id)

    @command(schemas.HandInShare, response=schemas.SharesHandedIn, allow=allow("returning_officer"))
    def hand_in_share(self, tx: Tx, *, poll_id: str, share: str) -> Handing:
        """Hand in a scrutineer's share after the close; with enough of them the ballots are opened and counted."""
        return opening.hand_in_share(tx, poll_id=poll_id, share=share)
