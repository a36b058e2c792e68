"""The door of governance."""

import os
from datetime import date
from typing import Any, ClassVar

import structlog
from eventlet import sleep
from eventlet.event import Event as Flag
from nameko.extensions import DependencyProvider

from services.governance import reads, schemas
from services.governance.assemblies import use_cases as assemblies
from services.governance.minutes import use_cases as minutes
from services.governance.polls.use_cases import polls
from services.governance.polls.use_cases.box import QueueBox
from services.governance.polls.use_cases.courier import carry
from services.governance.polls.use_cases.keys import BITS, read_secret
from services.governance.rolls import use_cases as rolls
from shared.bus import Event, allow, command, handles, query
from shared.bus.connection import pauses
from shared.definitions import definition_of
from shared.postgres import Tx
from shared.settings import require

log = structlog.get_logger()

COURIER_PAUSE = 0.2  # seconds between two looks for messages to the ballot box
COURIER_PATIENCE = 5.0  # seconds to wait for the ballot box before the message is sent again
LONGEST_PAUSE = 2.0  # seconds to wait after a failure, so that the end of the process is not held up

OFFICER = allow("returning_officer")
READERS = allow("member", "returning_officer", "board", "auditor")


class Courier(DependencyProvider):  # type: ignore[misc]
    """Runs the courier to the ballot box beside the service, in the same process."""

    def setup(self) -> None:
        """Open the courier's own way to the database and to the box; do not start without a secret for keys."""
        read_secret(os.environ)
        self._stopping = False
        self._stopped = Flag()
        self._database = definition_of(Governance).database(
            require(os.environ, "DATABASE_URL_GOVERNANCE"), require(os.environ, "COUNTRY"), most_connections=2).open()
        self._box = QueueBox(self.container.config["AMQP_URI"], patience=COURIER_PATIENCE)

    def start(self) -> None:
        """Begin to carry."""
        self.container.spawn_managed_thread(self._run, identifier="ballot-box-courier")

    def stop(self) -> None:
        """Finish the message in hand, then leave; what waits is carried by the next courier."""
        self._stopping = True
        self._stopped.wait()
        self._database.close()

    def _run(self) -> None:
        pause = pauses(longest=LONGEST_PAUSE)
        while not self._stopping:
            try:
                carry(self._database, self._box)
                pause = pauses(longest=LONGEST_PAUSE)
                sleep(COURIER_PAUSE)
            except Exception:
                log.exception("ballot_box_courier_failed")
                sleep(next(pause))
        self._stopped.send(None)


class Governance:
    """Assemblies, frozen rolls, secret votes, minutes. Ballots are the ballot box's; nobody's name is on them."""

    name = "governance"
    requires_schemas: ClassVar[tuple[str, ...]] = ("shared.bus", "shared.outgoing")
    requires_services: ClassVar[tuple[str, ...]] = ("ballot_box",)
    key_bits = BITS

    courier = Courier()

    @command(schemas.ConveneAssembly, response=schemas.Assembly, allow=allow("board", "returning_officer"))
    def convene_assembly(self, tx: Tx, **asked: Any) -> dict[str, Any]:
        """Call an assembly with its agenda."""
        return assemblies.convene_assembly(tx, **asked)

    @command(schemas.ConveneSecondCall, response=schemas.Assembly, allow=allow("board", "returning_officer"))
    def convene_second_call(self, tx: Tx, *, assembly_id: str, held_on: date, record_on: date) -> dict[str, Any]:
        """Call again for the resolutions that missed their quorum."""
        return assemblies.convene_second_call(tx, assembly_id=assembly_id, held_on=held_on, record_on=record_on)

    @command(schemas.ImportRoll, response=schemas.Imported, allow=allow("returning_officer", "service"))
    def import_roll(self, tx: Tx, *, as_of: date, members: list[dict[str, Any]]) -> dict[str, Any]:
        """Where membership is not deployed: note its register as of a day."""
        return rolls.import_roll(tx, as_of=as_of, members=members)

    @command(schemas.WhichAssembly, response=schemas.FrozenRoll, allow=OFFICER)
    def freeze_roll(self, tx: Tx, *, assembly_id: str) -> dict[str, Any]:
        """Fix who may vote, once and for ever."""
        return rolls.freeze_roll(tx, assembly_id=assembly_id)

    @command(schemas.RegisterAttendance, allow=allow("returning_officer", self_by="member_id"))
    def register_attendance(self, tx: Tx, *, assembly_id: str, member_id: str, manner: str) -> None:
        """Note that a member takes part."""
        rolls.register_attendance(tx, assembly_id=assembly_id, member_id=member_id, manner=manner)

    @command(schemas.OpenPoll, response=schemas.PollState, allow=OFFICER)
    def open_poll(self, tx: Tx, *, resolution_id: str) -> dict[str, Any]:
        """Put a resolution to a secret vote; the poll is open when the ballot box has confirmed it."""
        return polls.open_poll(tx, resolution_id=resolution_id, key_bits=self.key_bits)

    @command(schemas.IssueCredential, response=schemas.BlindSignature, allow=allow(self_by="member_id"))
    def issue_credential(self, tx: Tx, *, poll_id: str, member_id: str, blinded: str) -> dict[str, Any]:
        """Sign the member's own blinded credential; nobody else can ask for it."""
        return polls.issue_credential(tx, poll_id=poll_id, member_id=member_id, blinded=blinded)

    @command(schemas.WhichPoll, response=schemas.PollState, allow=OFFICER)
    def close_poll(self, tx: Tx, *, poll_id: str) -> dict[str, Any]:
        """Close a poll; it is closed when its board has come back and verified."""
        return polls.close_poll(tx, poll_id=poll_id)

    @command(schemas.WhichPoll, response=schemas.PollState, allow=OFFICER)
    def ask_ballot_box_again(self, tx: Tx, *, poll_id: str) -> dict[str, Any]:
        """Ask the ballot box once more what it refused, or answered so that it did not verify."""
        return polls.ask_ballot_box_again(tx, poll_id=poll_id)

    @command(schemas.DrawUpMinutes, response=schemas.Minutes, allow=OFFICER)
    def draw_up_minutes(self, tx: Tx, *, assembly_id: str, incidents: list[str]) -> dict[str, Any]:
        """Write and print the minutes."""
        return minutes.draw_up_minutes(tx, assembly_id=assembly_id, incidents=incidents)

    @query(schemas.WhichAssembly, response=schemas.Assembly, allow=READERS)
    def get_assembly(self, tx: Tx, *, assembly_id: str) -> dict[str, Any]:
        """An assembly with its agenda and results."""
        return reads.get_assembly(tx, assembly_id=assembly_id)

    @query(schemas.PageOfAssemblies, response=schemas.AssemblyLine, allow=READERS, many=True)
    def list_assemblies(self, tx: Tx, *, after: str, limit: int) -> list[dict[str, Any]]:
        """Assemblies, the last convened first."""
        return reads.list_assemblies(tx, after=after, limit=limit)

    @query(schemas.PageOfRoll, response=schemas.RollEntry, allow=READERS, many=True)
    def list_roll(self, tx: Tx, *, assembly_id: str, after: str, limit: int) -> list[dict[str, Any]]:
        """The frozen roll with the attendance; every member may see it (CSA art. 6:76)."""
        return reads.list_roll(tx, assembly_id=assembly_id, after=after, limit=limit)

    @query(schemas.WhichPoll, response=schemas.Poll, allow=READERS)
    def get_poll(self, tx: Tx, *, poll_id: str) -> dict[str, Any]:
        """A poll with its paper, and its result once it is closed."""
        return reads.get_poll_paper(tx, poll_id=poll_id)

    @query(schemas.WhichMember, response=schemas.OpenPollLine, allow=allow("returning_officer", self_by="member_id"),
           many=True)
    def list_open_polls(self, tx: Tx, *, member_id: str) -> list[dict[str, Any]]:
        """The polls in which a member may vote now."""
        return reads.list_open_polls(tx, member_id=member_id)

    @query(schemas.WhichPoll, response=schemas.Board, allow=READERS)
    def get_board(self, tx: Tx, *, poll_id: str) -> dict[str, Any]:
        """The published file of a closed poll."""
        return reads.get_board(tx, poll_id=poll_id)

    @query(schemas.WhichAssembly, response=schemas.Minutes, allow=READERS)
    def get_minutes(self, tx: Tx, *, assembly_id: str) -> dict[str, Any]:
        """The minutes of an assembly."""
        return reads.get_minutes(tx, assembly_id=assembly_id)

    @handles("membership.member_admitted", schemas.MemberAdmitted, replaced_by=["import_roll"])
    def on_member_admitted(self, tx: Tx, event: Event) -> None:
        """A member more, from the day of admission."""
        rolls.note_admission(tx, member_id=event["member_id"], on=event["admitted_on"], source=event.id)

    @handles("membership.share_paid", schemas.SharePaid, replaced_by=["import_roll"])
    def on_share_paid(self, tx: Tx, event: Event) -> None:
        """What the member holds, from the day of payment."""
        rolls.note_holding(tx, member_id=event["member_id"], shares=event["holding"], on=event["paid_on"],
                           source=event.id)

    @handles("membership.shares_redeemed", schemas.SharesRedeemed, replaced_by=["import_roll"])
    def on_shares_redeemed(self, tx: Tx, event: Event) -> None:
        """What the member still holds."""
        rolls.note_holding(tx, member_id=event["member_id"], shares=event["holding"], on=event["effective_on"],
                           source=event.id)

    @handles("membership.shares_transferred", schemas.SharesTransferred, replaced_by=["import_roll"])
    def on_shares_transferred(self, tx: Tx, event: Event) -> None:
        """What the giver, or the taker, holds now."""
        rolls.note_holding(tx, member_id=event["member_id"], shares=event["holding"], on=event["effective_on"],
                           source=event.id)

    @handles("membership.standing_changed", schemas.StandingChanged, replaced_by=["import_roll"])
    def on_standing_changed(self, tx: Tx, event: Event) -> None:
        """The voting right was suspended or given back (CSA art. 6:41)."""
        rolls.note_standing(tx, member_id=event["member_id"], voting=event["voting"],
                            suspended_shares=event["suspended_shares"], on=event["effective_on"], source=event.id)

    @handles("membership.member_left", schemas.MemberLeft, replaced_by=["import_roll"])
    def on_member_left(self, tx: Tx, event: Event) -> None:
        """No member any more, from that day."""
        rolls.note_leaving(tx, member_id=event["member_id"], on=event["left_on"], source=event.id)
