"""What is refused about notes."""

from shared.errors import Refusal


class NotesClosed(Refusal):
    """Who asked to be forgotten is not written about again."""

    sentence = "Nothing is noted about {member_id} any more: their data were erased on their request."
