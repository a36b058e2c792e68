"""Shapes of questions and desks, and of the events that fill and empty them."""

from marshmallow import fields

from services.membership.desk.rules import LARGEST_FILE, MARKS
from shared.fields import Count, Day, EventShape, FileBytes, Id, MoneyField, OneOf, Shape, Text


class AskQuestion(Shape):
    """What a member asks."""

    member_id = Id("mbr", required=True)
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


class AttachToQuestion(Shape):
    """A file for a question, its bytes in base64."""

    question_id = Id("que", required=True)
    name = Text(required=True, longest=120)
    media_type = OneOf(*MARKS, required=True)
    content_base64 = FileBytes(longest=LARGEST_FILE * 4 // 3 + 4, required=True, attribute="content")


class AttachmentAdded(Shape):
    """A file that belongs to a question, by the digest (SHA-256) of its bytes."""

    attachment_id = Id("att", required=True)
    question_id = Id("que", required=True)
    digest = Text(required=True)


class OneAttachment(Shape):
    """A file of a question."""

    attachment_id = Id("att", required=True)


class AttachmentSummary(AttachmentAdded):
    """A file of a question, without its bytes."""

    name = Text(required=True)
    media_type = Text(required=True)
    bytes = Count(required=True)
    added_on = Day(required=True)


class AttachmentFile(AttachmentSummary):
    """A file of a question, its bytes in base64."""

    content_base64 = fields.String(required=True)


class ReferQuestion(Shape):
    """Which expert looks at a question, and what they should know."""

    question_id = Id("que", required=True)
    expert_id = Id("adr", required=True)
    note = Text(load_default="", shortest=0, longest=2_000)


class ReturnQuestion(Shape):
    """Why the expert gives a question back."""

    question_id = Id("que", required=True)
    because = Text(required=True, longest=2_000)


class QuestionReferred(Shape):
    """With which expert a question is; with none when it came back."""

    question_id = Id("que", required=True)
    expert_id = Text(required=True)


class ListQuestions(Shape):
    """The questions of a member."""

    member_id = Id("mbr", required=True)
    limit = Count(load_default=50, least=1, limit=500)


class QuestionDetail(Shape):
    """A question and its answer."""

    question_id = Id("que", required=True)
    member_id = Id("mbr", required=True)
    subject = Text(required=True)
    text = Text(required=True)
    asked_on = Day(required=True)
    due_on = Day(required=True)
    answered_on = Day(required=True, allow_none=True)
    answer = Text(required=True)
    expert_id = Text(required=True)
    attachments = fields.List(fields.Nested(AttachmentSummary), required=True)


class ListDesk(Shape):
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


class InvoiceOverdue(EventShape):
    """A client did not pay in time; open: what is still to come."""

    invoice_id = Id("inv", required=True)
    member_id = Id("mbr", required=True)
    due_on = Day(required=True)
    open = MoneyField(required=True)


class InvoiceMoved(EventShape):
    """A payment of an invoice, or its return, or a credit."""

    invoice_id = Id("inv", required=True)
    amount = MoneyField(required=True)


class InvoiceDone(EventShape):
    """An invoice was paid, or written off."""

    invoice_id = Id("inv", required=True)


class AdvanceOpened(EventShape):
    """A wage was paid before its client paid."""

    advance_id = Id("adv", required=True)
    member_id = Id("mbr", required=True)
    invoice_id = Id("inv", required=True)
    opened_on = Day(required=True)


class AdvanceRecovered(EventShape):
    """A part of an advance came back; open: what is still out."""

    advance_id = Id("adv", required=True)
    open = MoneyField(required=True)


class AdvanceLost(EventShape):
    """An advance will not come back."""

    advance_id = Id("adv", required=True)


class CoverOpened(EventShape):
    """Somebody is insured until a day."""

    cover_id = Id("cov", required=True)
    member_id = Id("mbr", required=True)
    ends_on = Day(required=True)


class CoverClosed(EventShape):
    """The insurance was closed."""

    cover_id = Id("cov", required=True)
