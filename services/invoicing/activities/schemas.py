"""What is asked, answered and consumed about members and activities."""

from typing import Any

from marshmallow import fields, post_load, validate

from services.invoicing.activities.rules import Member
from shared.fields import Count, Day, EventShape, Id, Shape, Text

MOST_MEMBERS = 1_000


class AdmittedMember(Shape):
    """A member as another register names them, or who was one: `left_on` is the day from which they are none."""

    member_id = Id("mbr", required=True)
    admitted_on = Day(required=True)
    left_on = Day(load_default=None, allow_none=True)

    @post_load
    def value(self, data: dict[str, Any], **_: Any) -> Member:
        """The member."""
        return Member(**data)


class ImportMembers(Shape):
    """Admitted members, where the membership service is not deployed."""

    members = fields.List(fields.Nested(AdmittedMember), required=True,
                          validate=validate.Length(min=1, max=MOST_MEMBERS))


class MembersImported(Shape):
    """How many were taken in."""

    count = Count(required=True)


class OpenActivity(Shape):
    """A member begins something of their own."""

    member_id = Id("mbr", required=True)
    name = Text(required=True)


class NameParticipant(Shape):
    """Who takes part in an activity, or does no more."""

    activity_id = Id("act", required=True)
    member_id = Id("mbr", required=True)


class ListParticipants(Shape):
    """The activity that is asked about."""

    activity_id = Id("act", required=True)


class Participant(Shape):
    """Who takes part in an activity, since when, and from which day on no more."""

    member_id = fields.String(required=True)
    joined_on = Day(required=True)
    left_on = Day(required=True, allow_none=True)


class ListActivities(Shape):
    """The activities of a member."""

    member_id = Id("mbr", required=True)


class ActivitySummary(Shape):
    """An activity."""

    activity_id = fields.String(required=True)
    member_id = fields.String(required=True)
    name = fields.String(required=True)
    opened_on = Day(required=True, allow_none=True)


class MemberAdmitted(EventShape):
    """membership: somebody may work through the cooperative."""

    member_id = Id("mbr", required=True)
    admitted_on = Day(required=True)


class MemberLeft(EventShape):
    """membership: somebody may not any more."""

    member_id = Id("mbr", required=True)
    left_on = Day(required=True)


class SharePaid(EventShape):
    """membership: shares exist; how many the member holds now, and their last day (nothing: for ever)."""

    member_id = Id("mbr", required=True)
    holding = Count(required=True)
    holds_until = Day(load_default=None, allow_none=True)


class SharesRedeemed(SharePaid):
    """membership: shares ended; the same is told of those that are left."""


class SharesTransferred(EventShape):
    """membership: shares passed from one member to another; `holding` is what this one holds now."""

    member_id = Id("mbr", required=True)
    holding = Count(required=True)
