"""Shapes of work groups."""

from marshmallow import fields, validate

from services.governance.work_groups.rules import AnswerStatus, GroupKind
from shared.fields import Count, Day, Flag, Hex, Id, OneOf, Shape, Text
from shared.papers import LANGUAGES


class GroupStratum(Shape):
    """A part of the volunteers and how many of the group come from it."""

    name = Text(required=True, longest=60)
    seats = Count(required=True, least=1, limit=100)


class CallWorkGroup(Shape):
    """Call a work group together by an adopted resolution; `seed_digest` is that of the seed of the lot.

    Members volunteer until and with `closes_on` (left out: as long as a call for candidacies lasts at the least).
    """

    resolution_id = Id("rsl", required=True)
    deliverable = Text(required=True, longest=1000)
    ends_on = Day(required=True)
    answer_days = Count(required=True, least=1, limit=730)
    seed_digest = Hex(32, required=True)
    strata = fields.List(fields.Nested(GroupStratum), required=True, validate=validate.Length(min=1, max=20))
    kind = OneOf(*GroupKind, load_default=GroupKind.WORK_GROUP)
    closes_on = Day(load_default=None, allow_none=True)


class VolunteerForGroup(Shape):
    """Volunteer for a work group, in one of its strata."""

    group_id = Id("wgr", required=True)
    member_id = Id("mbr", required=True)
    stratum = Text(required=True, longest=60)


class DrawWorkGroup(Shape):
    """Draw the members by lot with the seed whose digest stood in the call."""

    group_id = Id("wgr", required=True)
    seed = Text(required=True, longest=200)


class RecordMeeting(Shape):
    """Note a meeting of a work group, and what it came to."""

    group_id = Id("wgr", required=True)
    words = Text(required=True, longest=2000)


class Recommend(Shape):
    """Recommend something to the board."""

    group_id = Id("wgr", required=True)
    theme = Text(required=True, longest=60)
    words = Text(required=True, longest=2000)


class RecommendationMade(Shape):
    """The id under which the board answers."""

    recommendation_id = Id("rec", required=True)


class AnswerRecommendation(Shape):
    """Answer a recommendation, with what became of it."""

    recommendation_id = Id("rec", required=True)
    status = OneOf(*AnswerStatus, required=True)
    answer = Text(required=True, longest=2000)


class NominateFacilitator(Shape):
    """Name whom a member of a group would have as its facilitator, and why."""

    group_id = Id("wgr", required=True)
    member_id = Id("mbr", required=True)
    nominee_id = Id("mbr", required=True)
    reason = Text(required=True, longest=1000)


class ProposeFacilitator(Shape):
    """Propose one of those who were named."""

    group_id = Id("wgr", required=True)
    nominee_id = Id("mbr", required=True)


class FacilitatorProposed(Shape):
    """The id under which each says a word to the proposal."""

    proposal_id = Id("fcl", required=True)


class AnswerProposal(FacilitatorProposed):
    """Consent to a proposal, or object and say why."""

    member_id = Id("mbr", required=True)
    consents = Flag(required=True)
    reason = Text(load_default="", shortest=0, longest=1000)


class GroupNomination(Shape):
    """Whom a member would have as facilitator, and why."""

    member_id = Id("mbr", required=True)
    nominee_id = Id("mbr", required=True)
    reason = Text(required=True, longest=1000)


class WordOfMember(Shape):
    """Consent, or an objection with its reason."""

    member_id = Id("mbr", required=True)
    consents = Flag(required=True)
    reason = Text(required=True, shortest=0, longest=1000)


class GroupProposal(Shape):
    """Who was proposed as facilitator, what each says to it, and since when they are it (none: they are not)."""

    proposal_id = Id("fcl", required=True)
    nominee_id = Id("mbr", required=True)
    words = fields.List(fields.Nested(WordOfMember), required=True)
    elected_on = Day(required=True, allow_none=True)


class GetWorkGroup(Shape):
    """Name a work group."""

    group_id = Id("wgr", required=True)


class GetWorkGroupPaper(GetWorkGroup):
    """In which of the four languages its report is printed."""

    language = OneOf(*LANGUAGES, load_default="fr")


class GroupPaper(Shape):
    """A printed report (PDF in base64) under the name of its file."""

    name = Text(required=True)
    content = Text(required=True)


class ListWorkGroups(Shape):
    """Ask for work groups after a cursor (the last id of the page before), the last called first."""

    after = Text(load_default="", shortest=0, longest=40)
    limit = Count(load_default=50, least=1, limit=200)


class WorkGroupSummary(Shape):
    """A work group in a list: whether it was drawn, how many volunteered, and how far its recommendations are."""

    group_id = Id("wgr", required=True)
    resolution_id = Id("rsl", required=True)
    title = Text(required=True)
    ends_on = Day(required=True)
    drawn = Flag(required=True)
    volunteers = Count(required=True)
    recommendations = Count(required=True)
    answered = Count(required=True)


class GroupVolunteer(Shape):
    """Somebody who volunteered, or was drawn."""

    member_id = Id("mbr", required=True)
    stratum = Text(required=True)


class RecommendationDetail(Shape):
    """A recommendation and the board's last answer; `answered_on` is the day of its first."""

    recommendation_id = Id("rec", required=True)
    place = Count(required=True)
    theme = Text(required=True)
    words = Text(required=True, longest=2000)
    answer_due_on = Day(required=True)
    status = OneOf(*AnswerStatus, required=True, allow_none=True)
    answer = Text(required=True, shortest=0, longest=2000)
    answered_on = Day(required=True, allow_none=True)


class RateOfTheme(Shape):
    """How far the recommendations of a theme are."""

    theme = Text(required=True)
    made = Count(required=True)
    answered = Count(required=True)
    done = Count(required=True)


class WorkGroupReport(Shape):
    """A work group whole: with volunteers and `seed` anybody draws its members again.

    `facilitator_id` is empty while none was elected.
    """

    group_id = Id("wgr", required=True)
    resolution_id = Id("rsl", required=True)
    title = Text(required=True)
    deliverable = Text(required=True, longest=1000)
    ends_on = Day(required=True)
    answer_days = Count(required=True)
    seed_digest = Hex(32, required=True)
    seed = Text(required=True, shortest=0)
    strata = fields.List(fields.Nested(GroupStratum), required=True)
    volunteers = fields.List(fields.Nested(GroupVolunteer), required=True)
    members = fields.List(fields.Nested(GroupVolunteer), required=True)
    meetings = Count(required=True)
    recommendations = fields.List(fields.Nested(RecommendationDetail), required=True)
    rates = fields.List(fields.Nested(RateOfTheme), required=True)
    overdue = Count(required=True)
    kind = OneOf(*GroupKind, required=True)
    closes_on = Day(required=True, allow_none=True)
    nominations = fields.List(fields.Nested(GroupNomination), required=True)
    proposals = fields.List(fields.Nested(GroupProposal), required=True)
    facilitator_id = Text(required=True, shortest=0)
