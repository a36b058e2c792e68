"""What others may ask of polls, and the courier that runs beside the service."""

import os
from typing import Any

import structlog
from eventlet import sleep
from eventlet.event import Event as Flag
from nameko.extensions import DependencyProvider

from services.governance.ballots.use_cases.box import OrderingBox
from services.governance.ballots.use_cases.calculators import CALCULATORS
from services.governance.ballots.use_cases.keys import orders_key, read_secret, receipts_public_key
from services.governance.polls import reads, schemas
from services.governance.polls.reads import VotablePoll
from services.governance.polls.rules.poll import Poll
from services.governance.polls.use_cases import steps
from services.governance.polls.use_cases.courier import carry
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

OFFICER = allow("returning_officer")
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
                carry(self._database, self._box, on=clock.now().date())
                pause = pauses(longest=LONGEST_PAUSE_S)
                sleep(COURIER_PAUSE_S)
            except Exception:
                log.exception("ballot_box_courier_failed")
                sleep(next(pause))
        self._stopped.send(None)


class PollHandlers:
    """Secret votes."""

    courier = Courier()

    @command(schemas.OpenPoll, response=schemas.PollSummary, allow=OFFICER)
    def open_poll(self, tx: Tx, *, resolution_id: str) -> Poll:
        """Put a resolution to a secret vote; the poll is open when the ballot box has confirmed it."""
        return steps.open_poll(tx, resolution_id=resolution_id)

    @command(schemas.IssueCredential, response=schemas.BlindSignature, allow=allow(self_by="member_id"))
    def issue_credential(self, tx: Tx, *, poll_id: str, member_id: str, blinded: str, signature: str) -> dict[str, str]:
        """Sign the member's own blinded credential; nobody else can ask for it."""
        signed = steps.issue_credential(tx, poll_id=poll_id, member_id=member_id, blinded=blinded, signature=signature)
        return {"poll_id": poll_id, "blind_signature": signed}

    @command(schemas.ClosePoll, response=schemas.PollSummary, allow=OFFICER)
    def close_poll(self, tx: Tx, *, poll_id: str) -> Poll:
        """Close a poll; it is closed when its board has come back and verified."""
        return steps.close_poll(tx, poll_id=poll_id)

    @command(schemas.AskBallotBoxAgain, response=schemas.PollSummary, allow=OFFICER)
    def ask_ballot_box_again(self, tx: Tx, *, poll_id: str) -> Poll:
        """Ask the ballot box once more what it refused, or answered so that it did not verify."""
        return steps.ask_ballot_box_again(tx, poll_id=poll_id)

    @query(schemas.GetPoll, response=schemas.PollDetail, allow=READERS)
    def get_poll(self, tx: Tx, *, poll_id: str) -> dict[str, Any]:
        """A poll with its paper, and its result once it is closed."""
        found = reads.get_poll_detail(tx, poll_id=poll_id)
        poll = found.poll
        return {"poll_id": poll_id, "digest": poll.digest, "state": poll.state, "assembly_id": poll.assembly_id,
                "resolution_id": poll.resolution_id, "paper": poll.paper.fields, "credentials": poll.credentials,
                "refusals": found.refusals, "result": found.result}

    @query(schemas.ListOpenPolls, response=schemas.OpenPollSummary, many=True,
           allow=allow("returning_officer", self_by="member_id"))
    def list_open_polls(self, tx: Tx, *, member_id: str) -> list[VotablePoll]:
        """The polls in which a member may vote now."""
        return reads.list_open_polls(tx, member_id=member_id)

    @query(schemas.GetBoard, response=schemas.Board, allow=READERS)
    def get_board(self, tx: Tx, *, poll_id: str) -> dict[str, Any]:
        """The published file of a closed poll."""
        return reads.get_board(tx, poll_id=poll_id)
