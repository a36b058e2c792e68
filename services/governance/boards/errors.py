"""What boards refuse."""

from shared.errors import Refusal


class BoardDoesNotVerify(Refusal):
    """The ballot box's board contradicts itself, its key or the roll: no result is declared from it."""

    sentence = "The board of poll {poll_id} does not verify: {faults}."
