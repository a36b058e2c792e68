"""What the voter's own device refuses."""

from shared.errors import Refusal


class ReceiptWrong(Refusal):
    """The ballot box gave a receipt for something else."""

    sentence = "The ballot box of poll {poll_id} gave a receipt for another ballot."


class ReceiptNotFound(Refusal):
    """No ballot on the board has this receipt: show it to the auditor."""

    sentence = "No ballot on the board has this receipt."


class PaperChanged(Refusal):
    """The paper shown to the voter is not the one whose digest was published."""

    sentence = "The paper of poll {poll_id} does not have the published digest."
