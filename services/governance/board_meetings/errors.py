"""What meetings of the board refuse."""

from shared.errors import Refusal


class BoardTooFew(Refusal):
    """A meeting decides when enough directors are there."""

    sentence = "{present} of {seated} directors were there; the statutes ask for {least}."


class VotesTooMany(Refusal):
    """Who has an interest of their own in a matter neither deliberates nor votes (CSA art. 6:64)."""

    sentence = "{votes} votes on {title}, but only {voters} directors without an interest in it were there."


class MeetingInFuture(Refusal):
    """A meeting is noted once it was held."""

    sentence = "A meeting of {held_on} cannot be noted on {on}."


class AnotherDirectorNeeded(Refusal):
    """Minutes hold when another person than who wrote them approves them."""

    sentence = "Somebody else than who noted a meeting approves it, and once ({constraint})."


class InterestOver(Refusal):
    """A declared interest ends once."""

    sentence = "This interest was said to be over before ({constraint})."
