"""Shapes of changes of numbers."""

from marshmallow import fields

from shared.fields import Count, Day, Id, Shape, Text


class ChangePersonNumber(Shape):
    """Another number of the same person, since when, and what shows it."""

    member_id = Id("mbr", required=True)
    national_number = Text(required=True, longest=40)
    effective_on = Day(required=True)
    reason = Text(required=True, longest=500)


class PersonNumberChanged(Shape):
    """A change, and who is to be told of it."""

    change_id = Id("pnc", required=True)
    member_id = Id("mbr", required=True)
    tell = fields.List(Text(), required=True)


class RecordTold(Shape):
    """Who was told of which change."""

    change_id = Id("pnc", required=True)
    recipient = Text(required=True, longest=60)


class ListToTell(Shape):
    """How many at most."""

    limit = Count(load_default=100, least=1, limit=500)


class NumberToTell(RecordTold):
    """Who is still to be told of whose change; the number itself is read where it is needed."""

    member_id = Id("mbr", required=True)
    member_number = Count(required=True)
    effective_on = Day(required=True)
    recorded_on = Day(required=True)


class NumbersOf(Shape):
    """Whose numbers."""

    member_id = Id("mbr", required=True)


class PersonNumberChange(Shape):
    """A number in place of another."""

    change_id = Id("pnc", required=True)
    number_before = Text(required=True)
    number = Text(required=True)
    effective_on = Day(required=True)
    reason = Text(required=True)
    recorded_on = Day(required=True)
    actor = Text(required=True)
