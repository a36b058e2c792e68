"""Shapes of lists of members."""

from services.membership.members.rules import MemberState
from shared.fields import Count, Flag, Id, OneOf, Shape, Text


class FindMembers(Shape):
    """Members whose name, e-mail address or number matches a text; in one state, or in any; a page at a time."""

    text = Text(load_default="", shortest=0, longest=100)
    city = Text(load_default="", shortest=0, longest=60)
    state = OneOf("", *MemberState, load_default="")
    in_arrears = Flag(load_default=False)
    after = Count(load_default=0)
    limit = Count(load_default=50, least=1, limit=200)


class MemberSummary(Shape):
    """A member as a list shows them: number, name, city, state, shares, calls that are overdue."""

    member_id = Id("mbr", required=True)
    number = Count(required=True)
    name = Text(required=True)
    city = Text(required=True)
    language = Text(required=True)
    state = Text(required=True)
    shares = Count(required=True)
    overdue_calls = Count(required=True)


class CountMembers(Shape):
    """Of a city's office, or of all."""

    city = Text(load_default="", shortest=0, longest=60)


class MemberCount(Shape):
    """Heads by state, their shares, and those with calls that are overdue."""

    candidates = Count(required=True)
    members = Count(required=True)
    left = Count(required=True)
    shares = Count(required=True)
    in_arrears = Count(required=True)
