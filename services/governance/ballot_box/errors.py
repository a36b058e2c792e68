"""What the ballot box refuses. Details hold the poll's id and never anything of a ballot."""

from shared.errors import Refusal


class PollUnknown(Refusal):
    """No poll with this id was opened here."""

    sentence = "No poll {poll_id} was opened in this ballot box."


class PollAlreadyOpen(Refusal):
    """A poll is opened once, with one paper."""

    sentence = "Poll {poll_id} was opened with another paper."


class PollClosed(Refusal):
    """The closing message was ahead of this ballot in the queue."""

    sentence = "Poll {poll_id} is closed."


class PollCancelled(Refusal):
    """Two persons cancelled the poll: nothing of it counts."""

    sentence = "Poll {poll_id} is cancelled."


class PollNotClosed(Refusal):
    """Nothing of a poll is shown before it is closed."""

    sentence = "Poll {poll_id} is not closed; nothing of it is shown before."


class ClosingForged(Refusal):
    """The closing message is not signed with the poll's own control key, or is about another paper."""

    sentence = "The closing of poll {poll_id} is not signed with its control key."


class TwoPersonsMissing(Refusal):
    """The paper names who ends the poll, two of them together; governance alone does not."""

    sentence = "Two of the closers on the paper of poll {poll_id} did not sign this."


class CredentialForged(Refusal):
    """The credential is not signed with the poll's key."""

    sentence = "The credential does not verify under the key of poll {poll_id}."


class BallotForged(Refusal):
    """The ballot is not signed with the key that its credential names."""

    sentence = "The ballot is not signed with the key of its credential."


class BallotMalformed(Refusal):
    """The choices are not what the paper asks for."""

    sentence = "The choices do not fit the paper of poll {poll_id}."


class BallotOutdated(Refusal):
    """A ballot of the same credential with a higher turn was taken before."""

    sentence = "A later ballot of the same credential was taken before; only a higher turn replaces it."


class BatchUnknown(Refusal):
    """The board of the poll has no batch of this number."""

    sentence = "The board of poll {poll_id} has no batch {number}."


class BoxFailed(Refusal):
    """A fault of ours; nothing was changed."""

    sentence = "The ballot box could not do this now; send the same message again."
    retryable = True


class OrderForged(Refusal):
    """Only governance opens and closes polls: its orders are signed, and come on a lane of their own."""

    sentence = "This order is not signed by governance, or came on the voters' lane."


class OpeningForged(Refusal):
    """The opening is not signed with the control key of its paper, or is about another paper."""

    sentence = "The opening of poll {poll_id} is not signed with the control key of its paper."


class PaperUnknown(Refusal):
    """The ballot was filled in on another paper than the one of this poll."""

    sentence = "The ballot was filled in on another paper than that of poll {poll_id}."
