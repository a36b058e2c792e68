"""What others may ask of rolls, and what governance hears of members."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.governance.rolls import reads, schemas, use_cases
from services.governance.rolls.rules import ListedEntry, Manner, Quorum
from shared.bus import Event, allow, command, handles, query
from shared.postgres import Tx

READERS = allow("member", "returning_officer", "board", "auditor")


class RollHandlers:
    """Rolls and attendance."""

    @command(schemas.ImportRoll, response=schemas.ImportedRoll, allow=allow("returning_officer", "service"))
    def import_roll(
        self, tx: Tx, *, as_of: date, members: Sequence[Mapping[str, Any]], import_id: str,
        whole: Mapping[str, int] | None,
    ) -> dict[str, int]:
        """Where membership is not deployed: note its register as of a day; a whole one replaces what was known."""
        return use_cases.import_roll(tx, as_of=as_of, members=members, import_id=import_id, whole=whole)

    @command(schemas.AssignCollege, response=schemas.KnownColleges, allow=allow("returning_officer", "service"))
    def assign_college(self, tx: Tx, *, college: str, members: Sequence[str], starts_on: date) -> dict[str, list[str]]:
        """Note to which college members belong from a day on, where colleges vote apart (CSA art. 6:87)."""
        return {"colleges": use_cases.assign_college(tx, college=college, members=members, starts_on=starts_on)}

    @command(schemas.RegisterAttendance, allow=allow("returning_officer", self_by="member_id"))
    def register_attendance(self, tx: Tx, *, assembly_id: str, member_id: str, manner: str) -> None:
        """Note that a member takes part."""
        use_cases.register_attendance(tx, assembly_id=assembly_id, member_id=member_id, manner=Manner(manner))

    @command(schemas.RegisterDeparture, allow=allow("returning_officer", self_by="member_id"))
    def register_departure(self, tx: Tx, *, assembly_id: str, member_id: str) -> None:
        """Note that a member left; they may come back."""
        use_cases.register_departure(tx, assembly_id=assembly_id, member_id=member_id)

    @query(schemas.GetPresence, response=schemas.LiveQuorum, allow=READERS)
    def get_presence(self, tx: Tx, *, assembly_id: str) -> Quorum:
        """The live quorum: how much of the roll is there now."""
        return reads.get_presence(tx, assembly_id=assembly_id)

    @command(schemas.BindVotingKey, allow=allow(self_by="member_id"))
    def bind_voting_key(self, tx: Tx, *, member_id: str, voting_key: str) -> None:
        """Bind the member's own voting key, before a roll is frozen; nobody else can."""
        use_cases.bind_voting_key(tx, member_id=member_id, voting_key=voting_key)

    @query(schemas.ListRoll, response=schemas.RollEntryShape, many=True,
           allow=READERS)
    def list_roll(self, tx: Tx, *, assembly_id: str, after: str, limit: int) -> list[ListedEntry]:
        """The frozen roll with the attendance; every member may see it (CSA art. 6:76)."""
        return reads.list_roll(tx, assembly_id=assembly_id, after=after, limit=limit)

    @handles("membership.member_admitted", schemas.MemberAdmitted, replaced_by=["import_roll"])
    def on_member_admitted(self, tx: Tx, event: Event) -> None:
        """A member more, from the day of admission."""
        use_cases.record_membership(tx, member_id=event["member_id"], is_member=True, on=event["admitted_on"],
                                    source=event.id)

    @handles("membership.share_paid", schemas.SharePaid, replaced_by=["import_roll"])
    def on_share_paid(self, tx: Tx, event: Event) -> None:
        """What the member holds, from the day of payment."""
        use_cases.record_holding(tx, member_id=event["member_id"], shares=event["holding"], on=event["paid_on"],
                                 source=event.id)

    @handles("membership.shares_redeemed", schemas.SharesRedeemed, replaced_by=["import_roll"])
    def on_shares_redeemed(self, tx: Tx, event: Event) -> None:
        """What the member still holds."""
        use_cases.record_holding(tx, member_id=event["member_id"], shares=event["holding"], on=event["effective_on"],
                                 source=event.id)

    @handles("membership.shares_transferred", schemas.SharesTransferred, replaced_by=["import_roll"])
    def on_shares_transferred(self, tx: Tx, event: Event) -> None:
        """What the giver, or the taker, holds now."""
        use_cases.record_holding(tx, member_id=event["member_id"], shares=event["holding"], on=event["effective_on"],
                                 source=event.id)

    @handles("membership.standing_changed", schemas.StandingChanged, replaced_by=["import_roll"])
    def on_standing_changed(self, tx: Tx, event: Event) -> None:
        """The voting right was suspended or given back (CSA art. 6:41)."""
        use_cases.record_standing(tx, member_id=event["member_id"], voting=event["voting"],
                                  suspended_shares=event["suspended_shares"], on=event["effective_on"],
                                  source=event.id)

    @handles("membership.member_left", schemas.MemberLeft, replaced_by=["import_roll"])
    def on_member_left(self, tx: Tx, event: Event) -> None:
        """No member any more, from that day."""
        use_cases.record_membership(tx, member_id=event["member_id"], is_member=False, on=event["left_on"],
                                    source=event.id)
