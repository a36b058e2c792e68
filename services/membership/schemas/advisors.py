"""Shapes of advisors, questions and desks."""

from marshmallow import fields, validate

from services.membership.schemas.sessions import LANGUAGES
from services.membership.schemas.shares import WhichMember
from shared.fields import Count, Day, Id, OneOf, Rate, Shape, Text

FEW = validate.Length(max=30)


class Offers(Shape):
    """What an advisor offers: languages, cities, fields of work, and the share of a full-time post."""

    languages = fields.List(OneOf(*LANGUAGES), required=True, validate=validate.Length(min=1, max=len(LANGUAGES)))
    cities = fields.List(Text(longest=60), required=True, validate=FEW)
    specialities = fields.List(Text(longest=60), load_default=list, validate=FEW)
    working_share = Rate(required=True, validate=validate.Range(min=0, max=1, min_inclusive=False))


class RegisterAdvisor(Offers):
    """An advisor; subject: the person's name at the identity provider."""

    subject = Text(required=True, longest=100)
    name = Text(required=True)


class ChangeAdvisor(Offers):
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
    """Where his members went."""

    advisor_id = Id("adr", required=True)
    moved = Count(required=True)
    left_without = Count(required=True)


class ReassignMember(WhichMember):
    """A member who goes to another advisor."""

    advisor_id = Id("adr", required=True)
    reason = Text(required=True, longest=200)
    handover_note = Text(load_default="", shortest=0, longest=1_000)


class Assignment(WhichMember):
    """Who accompanies a member."""

    advisor_id = Id("adr", required=True)


class RecordAbsence(Shape):
    """From a day until before another; who covers."""

    advisor_id = Id("adr", required=True)
    from_on = Day(required=True)
    until_on = Day(required=True)
    cover_id = Id("adr", required=True)


class Absence(Shape):
    """An absence that is covered."""

    absence_id = Id("abs", required=True)
    advisor_id = Id("adr", required=True)
    cover_id = Id("adr", required=True)


class Page(Shape):
    """A page of a list, after an id."""

    after = Text(load_default="", shortest=0, longest=40)
    limit = Count(load_default=50, least=1, limit=500)


class AdvisorListed(AdvisorStep):
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


class AdvisorOf(WhichMember):
    """Who answers for a member today (empty: nobody), and who did before."""

    responsible_id = Text(required=True)
    history = fields.List(fields.Nested(PastAssignment), required=True)


class AskQuestion(WhichMember):
    """What a member asks."""

    subject = Text(required=True, longest=200)
    text = Text(required=True, longest=2_000)


class QuestionAsked(Shape):
    """Until when an answer is owed, and by whom."""

    question_id = Id("que", required=True)
    due_on = Day(required=True)
    advisor_id = Text(required=True)


class AnswerQuestion(Shape):
    """The answer."""

    question_id = Id("que", required=True)
    answer = Text(required=True, longest=2_000)


class QuestionAnswered(Shape):
    """When it was answered."""

    question_id = Id("que", required=True)
    answered_on = Day(required=True)


class WhichQuestions(WhichMember):
    """The questions of a member."""

    limit = Count(load_default=50, least=1, limit=500)


class Question(Shape):
    """A question and its answer."""

    question_id = Id("que", required=True)
    member_id = Id("mbr", required=True)
    subject = Text(required=True)
    text = Text(required=True)
    asked_on = Day(required=True)
    due_on = Day(required=True)
    answered_on = Day(required=True, allow_none=True)
    answer = Text(required=True)


class WhichDesk(Shape):
    """The desk of one advisor, or all desks."""

    advisor_id = Text(load_default="", shortest=0, longest=40)
    limit = Count(load_default=100, least=1, limit=1_000)


class DeskItem(Shape):
    """One thing to do: its kind, what it is about, since when it is late (negative: days left)."""

    kind = Text(required=True)
    ref = Text(required=True)
    member_id = Text(required=True)
    advisor_id = Text(required=True)
    due_on = Day(required=True)
    days_late = Count(required=True, least=-(2**31))
