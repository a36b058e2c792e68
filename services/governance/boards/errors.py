"""What boards and the way to the ballot box refuse."""

from shared.errors import Refusal


class BoardDoesNotVerify(Refusal):
    """The ballot box's board contradicts itself, its key or the roll: no result is declared from it."""

    sentence = "The board of poll {poll_id} does not verify: {faults}."


class CanaryFailed(Refusal):
    """The ballot of nobody that is cast before a poll opens was not counted as it was cast."""

    sentence = "The ballot box did not count the canary ballot before poll {poll_id}: nobody can vote in it yet."


class ShareWrong(Refusal):
    """The paper names each share of the sealing key by its digest; this is none of them."""

    sentence = "This is no share of the key to which the ballots of poll {poll_id} are sealed."


class SealNotOpened(Refusal):
    """The shares together are not the key that stands on the paper: whoever made it made it wrong."""

    sentence = "The shares do not give the key to which the ballots of poll {poll_id} are sealed."
