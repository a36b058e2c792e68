"""What secret votes refuse, one class per rule."""

from shared.errors import Refusal


class AlreadyVotedOn(Refusal):
    """A resolution is put to the vote once; a second call has a resolution of its own."""

    sentence = "This resolution was put to the vote before ({constraint})."


class PollNotOpen(Refusal):
    """The poll does not take what is asked of it in its present state."""

    sentence = "Poll {poll_id} is {state}, not open."


class PollStateUnexpected(Refusal):
    """A step of a poll was asked for out of its order."""

    sentence = "Poll {poll_id} is {state}; {wanted} was expected."


class NothingRefused(Refusal):
    """The ballot box refused nothing of this poll."""

    sentence = "The ballot box refused nothing of poll {poll_id}."


class BoxDisagrees(Refusal):
    """The ballot box opened another paper than the one that governance published."""

    sentence = "The ballot box holds another paper for poll {poll_id}: {digest}."


class PollTooEarly(Refusal):
    """A poll opens and closes when its paper says so, not before."""

    sentence = "The paper of poll {poll_id} says {says}; today is {on}."


class PollWindowEmpty(Refusal):
    """A poll closes after it opens."""

    sentence = "A poll that opens at {opens_at} cannot close at {closes_at}."


class SealingUnsafe(Refusal):
    """Ballots are opened by at least two scrutineers, and by no more than there are."""

    sentence = "{threshold} of {shares} shares would open the ballots: at least two do, and no more than there are."


class ClosersTooFew(Refusal):
    """Two of the closers on a paper end its poll together, and one may lose their key."""

    sentence = "{closers} closers would stand on the paper: name at least {least}, of whom two end a poll together."


class CloserKeyUnsafe(Refusal):
    """A closer's key is a point of the curve under which only its owner can sign."""

    sentence = "{key} is no key with which one person alone can sign."


class AnotherPersonNeeded(Refusal):
    """Two persons end a poll; one of them twice is one."""

    sentence = "Somebody else than who asked for it must agree before a poll ends ({constraint})."


class ConsentNotSigned(Refusal):
    """The paper names who may end the poll: they sign it with their own keys."""

    sentence = "To end poll {poll_id} needs the signature of one of the closers on its paper."


class ConsentOver(Refusal):
    """A word lapses after the day on which it is given, within the statutes' time, and is signed afresh each time."""

    sentence = "A word given on {on} lapses by {latest}; this one would on {lapses_on}: give it with another day."


class ConsentUsed(Refusal):
    """What was signed is handed in once: a word that was taken back or lapsed does not come again."""

    sentence = "This was signed and handed in before ({constraint}): sign again, with another day of lapse."


class NoConsentToWithdraw(Refusal):
    """A word can be taken back by who gave it, while it holds and the poll did not end."""

    sentence = "Nobody waits in your name for poll {poll_id} to end so, or it ended: there is nothing to take back."


class SealedOtherwise(Refusal):
    """A repeated vote hides what the cancelled one hid."""

    sentence = "The ballots of poll {poll_id} are sealed when it is repeated as they were before, with a fresh key."
