"""Shapes of notices."""

from marshmallow import fields, validate

from services.governance.notices.rules import Channel, Unreached
from shared.fields import Count, Day, Flag, Id, OneOf, Shape, Text

DISPATCHES_LIMIT = 5_000  # of one call; more come in several


class SentTo(Shape):
    """To whom it left, and what proves it: the message's id, or the digest of the post's receipt."""

    member_id = Id("mbr", required=True)
    proof = Text(required=True, longest=200)


class RecordDispatches(Shape):
    """A convening left for these members by one channel on one day."""

    assembly_id = Id("asm", required=True)
    channel = OneOf(*Channel, required=True)
    sent_on = Day(required=True)
    sent = fields.List(fields.Nested(SentTo), required=True, validate=validate.Length(min=1, max=DISPATCHES_LIMIT))


class RecordBounce(SentTo):
    """A convening came back."""

    assembly_id = Id("asm", required=True)
    channel = OneOf(*Channel, required=True)
    bounced_on = Day(required=True)
    reason = Text(required=True, longest=200)


class GetNotice(Shape):
    """Name the assembly."""

    assembly_id = Id("asm", required=True)


class NoticeShape(Shape):
    """How the convening reached the members: by which channel, whom not and why, and how long the notice is."""

    members = Count(required=True)
    by_email = Count(required=True)
    by_post = Count(required=True)
    not_sent = Count(required=True)
    bounced = Count(required=True)
    posted_later = Count(required=True)
    told_later = Count(required=True)
    last_on = Day(required=True, allow_none=True)
    first_day = Day(required=True, allow_none=True)
    late = Flag(required=True)


class ListUnreached(Shape):
    """Ask for members whom the convening did not reach, after a cursor (the last member of the page before)."""

    assembly_id = Id("asm", required=True)
    after = Text(load_default="", shortest=0, longest=40)
    limit = Count(load_default=200, least=1, limit=1000)


class UnreachedMember(Shape):
    """A member who is to be reached still."""

    member_id = Id("mbr", required=True)
    why = OneOf(*Unreached, required=True)
