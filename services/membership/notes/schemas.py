"""Shapes of notes and of a membership's history."""

from shared.fields import Count, Day, Id, MoneyField, Shape, Text


class AddNote(Shape):
    """A note about a member: what whoever answers next should know."""

    member_id = Id("mbr", required=True)
    text = Text(required=True, longest=2_000)


class NoteAdded(Shape):
    """A note that was kept."""

    note_id = Id("not", required=True)
    written_on = Day(required=True)


class ListNotes(Shape):
    """The notes about a member, newest first; before: the last one of the page before."""

    member_id = Id("mbr", required=True)
    before = Id("not", load_default="")
    limit = Count(load_default=50, least=1, limit=200)


class NoteDetail(NoteAdded):
    """A note, and who wrote it."""

    text = Text(required=True)
    actor = Text(required=True)


class GetHistory(Shape):
    """The last happenings of a membership."""

    member_id = Id("mbr", required=True)
    limit = Count(load_default=100, least=1, limit=1_000)


class Happening(Shape):
    """What happened on a day: its kind, a word about it, the amount where there is one."""

    happened_on = Day(required=True)
    kind = Text(required=True)
    detail = Text(required=True)
    amount = MoneyField(required=True, signed=True, allow_none=True)
