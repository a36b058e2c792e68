"""Notes: who may write what about whom."""

from services.membership.members.rules import Member
from services.membership.notes.errors import NotesClosed


def assert_noted(member: Member, *, erased: bool) -> None:
    """Nothing is noted any more about somebody whose data were erased on their request."""
    if erased:
        raise NotesClosed(member_id=member.id)
