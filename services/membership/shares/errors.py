"""What is refused about share calls and payments."""

from shared.errors import Refusal


class TooManyShares(Refusal):
    """More shares are asked for than the internal rules allow at once."""

    sentence = "{shares} shares are more than the {limit} that may be asked for at once."


class CallStateWrong(Refusal):
    """A call that was paid, in part or whole, or withdrawn, cannot be withdrawn."""

    sentence = "The call {call_id} is {state} and cannot be withdrawn."


class CalledThisYear(Refusal):
    """One yearly share per member and year."""

    sentence = "The yearly share was called before ({constraint})."


class PaymentKnown(Refusal):
    """Each bank movement counts once."""

    sentence = "This movement was recorded before ({constraint})."


class PaymentReversedBefore(Refusal):
    """A payment is taken back once."""

    sentence = "This payment was taken back before ({constraint})."


class PaymentPlacedBefore(Refusal):
    """A payment that was unplaced is placed once."""

    sentence = "The payment {payment_id} was placed on {placed_on}."


class RegisterDiffers(Refusal):
    """Register, capital account and bank are one figure; so are the bank account in the books and what it moved."""

    sentence = "{figures} DIFFER; the bank account has {account} cents in the books, {moved} cents were moved."
