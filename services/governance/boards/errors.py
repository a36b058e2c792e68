"""What boards and the way to the ballot box refuse."""

from shared.errors import Refusal


class BoardDoesNotVerify(Refusal):
    """The ballot box's board contradicts itself, its key or the roll: no result is declared from it."""

    sentence = "The board of poll {poll_id} does not verify: {faults}."


class CanaryFailed(Refusal):
    """The ballot of nobody that is cast before a poll opens was not counted as it was cast."""

    sentence = "The ballot box did not count the canary ballot before poll {poll_id}: nobody can vote in it yet."
