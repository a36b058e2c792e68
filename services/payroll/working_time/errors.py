"""What is refused about flagged work."""

from shared.errors import Refusal


class FlagSettledBefore(Refusal):
    """What was settled stays settled."""

    sentence = "This was settled on {settled_on}: {because}"
