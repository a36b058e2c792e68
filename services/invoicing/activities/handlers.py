"""Members and activities: methods and event handlers."""

from collections.abc import Sequence
from typing import Any

from services.invoicing.activities import reads, schemas, use_cases
from services.invoicing.activities.rules import Activity, Holding, Member
from shared.bus import Event, allow, command, handles, query
from shared.postgres import Tx


class ActivityHandlers:
    """Who may work, and what they do."""

    @handles("membership.member_admitted", schemas.MemberAdmitted, replaced_by=["import_members"])
    def on_member_admitted(self, tx: Tx, event: Event) -> None:
        """Somebody may open activities."""
        use_cases.admit(tx, Member(member_id=event["member_id"], admitted_on=event["admitted_on"]))

    @handles("membership.member_left", schemas.MemberLeft, replaced_by=["import_members"])
    def on_member_left(self, tx: Tx, event: Event) -> None:
        """Somebody may not any more."""
        use_cases.let_go(tx, member_id=event["member_id"], left_on=event["left_on"])

    @handles("membership.share_paid", schemas.SharePaid, replaced_by=["import_members"])
    def on_share_paid(self, tx: Tx, event: Event) -> None:
        """New money may enter somebody's activities until their shares' last day."""
        use_cases.note_shares(tx, event["member_id"], Holding(holding=event["holding"],
                                                              holds_until=event["holds_until"]))

    @handles("membership.shares_redeemed", schemas.SharesRedeemed, replaced_by=["import_members"])
    def on_shares_redeemed(self, tx: Tx, event: Event) -> None:
        """Shares ended; those that are left hold until another day."""
        use_cases.note_shares(tx, event["member_id"], Holding(holding=event["holding"],
                                                              holds_until=event["holds_until"]))

    @handles("membership.shares_transferred", schemas.SharesTransferred, replaced_by=["import_members"])
    def on_shares_transferred(self, tx: Tx, event: Event) -> None:
        """Shares passed to somebody else; the days of those that stay are as they were."""
        use_cases.note_moved_shares(tx, event["member_id"], holding=event["holding"])

    @command(schemas.ImportMembers, response=schemas.MembersImported, allow=allow("service", "ops"))
    def import_members(self, tx: Tx, *, members: Sequence[Member]) -> dict[str, int]:
        """Where membership is not deployed: who is an admitted member."""
        return {"count": use_cases.import_members(tx, members=members)}

    @command(schemas.OpenActivity, response=schemas.ActivitySummary, allow=allow("advisor", self_by="member_id"))
    def open_activity(self, tx: Tx, *, member_id: str, name: str) -> Activity:
        """A member begins something of their own."""
        return use_cases.open_activity(tx, member_id=member_id, name=name)

    @command(schemas.NameParticipant, allow=allow("advisor", self_by=reads.owner_of_activity))
    def add_participant(self, tx: Tx, *, activity_id: str, member_id: str) -> None:
        """Somebody works orders in an activity whose administrator is another."""
        use_cases.add_participant(tx, activity_id=activity_id, member_id=member_id)

    @command(schemas.NameParticipant, allow=allow("advisor", self_by=reads.owner_of_activity))
    def remove_participant(self, tx: Tx, *, activity_id: str, member_id: str) -> None:
        """Somebody begins no new order in an activity; what was agreed is worked."""
        use_cases.remove_participant(tx, activity_id=activity_id, member_id=member_id)

    @query(schemas.ListParticipants, response=schemas.Participant, many=True,
           allow=allow("advisor", "accountant", "auditor", self_by=reads.owner_of_activity))
    def list_participants(self, tx: Tx, *, activity_id: str) -> list[dict[str, Any]]:
        """Who works, or worked, orders in an activity beside its administrator."""
        return reads.list_participants(tx, activity_id=activity_id)

    @query(schemas.ListActivities, response=schemas.ActivitySummary, many=True,
           allow=allow("advisor", "accountant", "auditor", self_by="member_id"))
    def list_activities(self, tx: Tx, *, member_id: str) -> list[Activity]:
        """The activities of a member."""
        return reads.list_activities(tx, member_id=member_id)
