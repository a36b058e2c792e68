"""What the voter's own device refuses."""

from shared.errors import Refusal


class ReceiptWrong(Refusal):
    """The ballot box gave a receipt for something else."""

    sentence = "The ballot box of poll {poll_id} gave a receipt for another ballot."


class ReceiptNotFound(Refusal):
    """No ballot on the board has this receipt: show it to the auditor."""

    sentence = "No ballot on the board has this receipt."


class PaperChanged(Refusal):
    """The paper shown is not the one whose digest stands in the convening."""

    sentence = "The paper of poll {poll_id} is not the one that was convened: do not go on, tell the auditor."


class ClosingKeyMissing(Refusal):
    """Who signs the end of a poll makes a key first; its public half stands in the convening."""

    sentence = "There is no closing key here: make it first."


class BallotFilledIn(Refusal):
    """A ballot that was filled in is sent as it is; another choice needs a higher turn."""

    sentence = "Another ballot was filled in under turn {turn}; take a higher turn to replace it."
