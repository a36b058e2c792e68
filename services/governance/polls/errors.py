"""What governance refuses, one class per rule."""

from shared.errors import Refusal


class NoticeTooShort(Refusal):
    """The notice reaches the members too late (CSA art. 6:70)."""

    sentence = "The assembly would be held {days} days after its notice; at least {least} days are required."


class RecordDayAfterAssembly(Refusal):
    """The roll is frozen as of a day on or before the assembly."""

    sentence = "The record day {record_on} lies after the assembly of {held_on}."


class RecordDayNotReached(Refusal):
    """A roll as of a day that has not come cannot be frozen."""

    sentence = "The roll is frozen as of {record_on}; today is {on}."


class RollAlreadyFrozen(Refusal):
    """A frozen roll is never edited nor frozen again."""

    sentence = "The roll of this assembly was frozen before ({constraint})."


class RollNotFrozen(Refusal):
    """Nobody can vote before the roll of the assembly is frozen."""

    sentence = "The roll of assembly {assembly_id} is not frozen yet."


class RollEmpty(Refusal):
    """An assembly without a single voting member cannot decide."""

    sentence = "Nobody may vote at assembly {assembly_id} as of {record_on}."


class NotOnTheRoll(Refusal):
    """The member is not on the frozen roll."""

    sentence = "Member {member_id} is not on the roll of assembly {assembly_id}."


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


class NothingToCallAgain(Refusal):
    """A second call is convened for resolutions that missed their quorum (CSA art. 6:85)."""

    sentence = "No resolution of assembly {assembly_id} missed its quorum."


class AlreadyCalledAgain(Refusal):
    """An assembly has one second call."""

    sentence = "The second call of this assembly was convened before ({constraint})."


class MembersDoubled(Refusal):
    """A roll names each member once."""

    sentence = "The roll names {count} members more than once."


class MinutesTooEarly(Refusal):
    """Minutes are drawn up when every poll has its result, on the day of the assembly or after it."""

    sentence = "The minutes of assembly {assembly_id} wait: {why}."


class MinutesDrawnUp(Refusal):
    """Minutes are drawn up once."""

    sentence = "The minutes of this assembly were drawn up before ({constraint})."




class KeysUnreadable(Refusal):
    """The keys of a poll were encrypted under another secret."""

    sentence = "The keys of poll {poll_id} cannot be read: POLL_KEYS_SECRET is another one than when it opened."


class PaperChanged(Refusal):
    """The paper shown to the voter is not the one whose digest was published."""

    sentence = "The paper of poll {poll_id} does not have the published digest."


class ReceiptWrong(Refusal):
    """The ballot box gave a receipt for something else."""

    sentence = "The ballot box of poll {poll_id} gave a receipt for another ballot."


class ReceiptNotFound(Refusal):
    """No ballot on the board has this receipt: show it to the auditor."""

    sentence = "No ballot on the board has this receipt."
