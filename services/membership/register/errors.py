"""What is refused about the register."""

from shared.errors import Refusal


class AssuranceTooLow(Refusal):
    """The register is opened with an electronic identity of the level that the country names."""

    sentence = "The share register needs an identification of level {needed}; the call's is {given}."


class NameNotVerified(Refusal):
    """A member does not rename themself: the desk does, on a document."""

    sentence = "A new name is recorded by the membership desk, on a document that shows it."


class PurposeMissing(Refusal):
    """Who reads the register says for which concrete purpose (RD 29-4-2019 art. 7:12 par. 5)."""

    sentence = "Reading the share register needs a concrete purpose in the caller's token."


class DayNotOver(Refusal):
    """The register is known until today; nothing is known on a day to come."""

    sentence = "{day} lies after {today}: nothing is known of it."


class SharesMissing(Refusal):
    """Nobody gives away more shares than they hold."""

    named = "holding_too_small"
    sentence = "The holding is too small for this: {missing} shares are missing."


class HoldingTooSmall(Refusal):
    """Nobody gives away more shares than they hold."""

    sentence = "The holding is too small for this movement ({constraint})."


class KnownBeforeItHappened(Refusal):
    """Nobody knows of an act before it happened."""

    sentence = "It cannot be known on {known_on}: it happened on {happened_on}."


class DaysOfTheDesk(Refusal):
    """Past days are recorded by the desk or the board; whoever acts for themselves acts today."""

    sentence = "{happened_on} is past: the desk records what reached it then."


class ActBeforeItsCause(Refusal):
    """An act follows the one that it answers."""

    sentence = "{day} lies before {cause_on}, the day of what it follows."


class AnnulledBefore(Refusal):
    """What was annulled is annulled once."""

    sentence = "This was annulled before ({constraint})."


class AnchorUnreadable(Refusal):
    """An anchor is compared as it was sent out."""

    sentence = "This is not an anchor of the register as it was sent out."
