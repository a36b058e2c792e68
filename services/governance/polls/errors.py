"""What secret votes refuse, one class per rule."""

from shared.errors import Refusal


class VotingSuspended(Refusal):
    """The voting right is suspended (CSA art. 6:41)."""

    sentence = "The voting right of member {member_id} was suspended on the record day."


class AlreadyVotedOn(Refusal):
    """A resolution is put to the vote once; a second call has a resolution of its own."""

    sentence = "This resolution was put to the vote before ({constraint})."


class CredentialAlreadyIssued(Refusal):
    """One credential per roll entry and poll."""

    sentence = "The credential of this roll entry was issued before ({constraint})."


class PollNotOpen(Refusal):
    """The poll does not take what is asked of it in its present state."""

    sentence = "Poll {poll_id} is {state}, not open."


class PollStateUnexpected(Refusal):
    """A step of a poll was asked for out of its order."""

    sentence = "Poll {poll_id} is {state}; {wanted} was expected."


class NothingRefused(Refusal):
    """The ballot box refused nothing of this poll."""

    sentence = "The ballot box refused nothing of poll {poll_id}."


class BoardDoesNotVerify(Refusal):
    """The ballot box's board contradicts itself, its key or the roll: no result is declared from it."""

    sentence = "The board of poll {poll_id} does not verify: {faults}."


class BoxDisagrees(Refusal):
    """The ballot box opened another paper than the one that governance published."""

    sentence = "The ballot box holds another paper for poll {poll_id}: {digest}."


class SignatureInvalid(Refusal):
    """A blind signature that does not verify under the poll's key."""

    sentence = "The signature does not verify under the key of the poll."


class BlindedMessageOutOfRange(Refusal):
    """A blinded message is as long as the modulus, and smaller."""

    sentence = "The blinded message does not fit the key of the poll."


class SigningFailed(Refusal):
    """The private key's result does not verify: it is not given out (a faulty result would betray the key)."""

    sentence = "The signature could not be made; ask again."
    retryable = True


class KeysUnreadable(Refusal):
    """The keys of a poll were encrypted under another secret."""

    sentence = "The keys of poll {poll_id} cannot be read: POLL_KEYS_SECRET is another one than when it opened."
