"""What is refused about grants."""

from shared.errors import Refusal


class GrantRecorded(Refusal):
    """Money that came in is a grant once."""

    sentence = "This movement was recorded as a grant before."
