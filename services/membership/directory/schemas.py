"""Shapes of the directory."""

from marshmallow import fields, validate

from shared.fields import Count, Id, Shape, Text

MOST_NAMES = 100


class EnterDirectory(Shape):
    """What a member lets the others read."""

    member_id = Id("mbr", required=True)
    city = Text(required=True, longest=60)
    trade = Text(required=True, longest=80)
    offers = Text(load_default="", shortest=0, longest=500)
    reached_by = Text(load_default="", shortest=0, longest=120)


class LeaveDirectory(Shape):
    """Who does not want to be found any more."""

    member_id = Id("mbr", required=True)


class ListDirectory(Shape):
    """Members by name, trade or what they offer; of one city, or of any; a page at a time."""

    text = Text(load_default="", shortest=0, longest=100)
    city = Text(load_default="", shortest=0, longest=60)
    after = Count(load_default=0)
    limit = Count(load_default=50, least=1, limit=100)


class DirectoryEntry(Shape):
    """A member who wants to be found, in their own words."""

    number = Count(required=True)
    name = Text(required=True)
    city = Text(required=True)
    trade = Text(required=True)
    offers = Text(required=True)
    reached_by = Text(required=True)


class NameMembers(Shape):
    """Whose names are asked for."""

    member_ids = fields.List(Id("mbr"), required=True, validate=validate.Length(max=MOST_NAMES))


class FindMember(Shape):
    """What one knows of a member: the number on their certificate, and how they are called."""

    number = Count(required=True, least=1)
    family_name = Text(required=True, longest=100)


class NamedMember(Shape):
    """A member by number and name."""

    member_id = fields.String(required=True)
    number = Count(required=True)
    name = fields.String(required=True)
