"""Shapes of advisors and whom they accompany, and of the events that bring them members."""

from marshmallow import fields, validate

from services.membership.members.rules import LANGUAGES
from shared.fields import Count, Day, EventShape, Id, OneOf, Rate, Shape, Text

FEW = validate.Length(max=30)


class NewMember(EventShape):
    """Somebody is a member: they get an advisor."""

    member_id = Id("mbr", required=True)


class Leaver(EventShape):
    """Somebody is no longer a member."""

    member_id = Id("mbr", required=True)


class OneMember(Shape):
    """One member."""

    member_id = Id("mbr", required=True)


class OffersShape(Shape):
    """What an advisor offers: languages, cities, fields of work, and the share of a full-time post."""

    languages = fields.List(OneOf(*LANGUAGES), required=True, validate=validate.Length(min=1, max=len(LANGUAGES)))
    cities = fields.List(Text(longest=60), required=True, validate=FEW)
    specialities = fields.List(Text(longest=60), load_default=list, validate=FEW)
    working_share = Rate(required=True, validate=validate.Range(min=0, max=1, min_inclusive=False))


class RegisterAdvisor(OffersShape):
    """An advisor; subject: the person's name at the identity provider."""

    subject = Text(required=True, longest=100)
    name = Text(required=True)


class ChangeAdvisor(OffersShape):
    """What an advisor offers from now on."""

    advisor_id = Id("adr", required=True)


class AdvisorStep(Shape):
    """An advisor."""

    advisor_id = Id("adr", required=True)
    name = Text(required=True)


class RetireAdvisor(Shape):
    """An advisor who leaves."""

    advisor_id = Id("adr", required=True)
    handover_note = Text(required=True, longest=1_000)


class AdvisorRetired(Shape):
    """Where their members went."""

    advisor_id = Id("adr", required=True)
    moved = Count(required=True)
    left_without = Count(required=True)


class ReassignMember(Shape):
    """A member who goes to another advisor."""

    member_id = Id("mbr", required=True)
    advisor_id = Id("adr", required=True)
    reason = Text(required=True, longest=200)
    handover_note = Text(load_default="", shortest=0, longest=1_000)


class MemberReassigned(Shape):
    """Who accompanies a member."""

    member_id = Id("mbr", required=True)
    advisor_id = Id("adr", required=True)


class RecordAbsence(Shape):
    """From a day until before another; who covers."""

    advisor_id = Id("adr", required=True)
    from_on = Day(required=True)
    until_on = Day(required=True)
    cover_id = Id("adr", required=True)


class AbsenceRecorded(Shape):
    """An absence that is covered."""

    absence_id = Id("abs", required=True)
    advisor_id = Id("adr", required=True)
    cover_id = Id("adr", required=True)


class ListAdvisors(Shape):
    """A page of a list, after an id."""

    after = Text(load_default="", shortest=0, longest=40)
    limit = Count(load_default=50, least=1, limit=500)


class AdvisorSummary(AdvisorStep):
    """An advisor with how many members he accompanies."""

    languages = fields.List(Text(), required=True)
    cities = fields.List(Text(), required=True)
    specialities = fields.List(Text(), required=True)
    working_share = Rate(required=True)
    members = Count(required=True)
    active_from = Day(required=True)
    active_until = Day(required=True, allow_none=True)


class PastAssignment(Shape):
    """A time in which somebody accompanied a member."""

    advisor_id = Id("adr", required=True)
    name = Text(required=True)
    from_on = Day(required=True)
    until_on = Day(required=True, allow_none=True)
    reason = Text(required=True)
    handover_note = Text(required=True)


class AdvisorOf(Shape):
    """Who answers for a member today (empty: nobody), and who did before."""

    member_id = Id("mbr", required=True)
    responsible_id = Text(required=True)
    history = fields.List(fields.Nested(PastAssignment), required=True)
