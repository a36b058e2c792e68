"""What is refused about share calls and payments."""

from shared.errors import Refusal


class EarlierSharesUnpaid(Refusal):
    """Where the country asks it, further shares are taken once all but the last are paid whole."""

    sentence = "Further shares can be taken once the earlier ones are paid; {calls} calls are not."


class CommunicationKnown(Refusal):
    """A reference names one call."""

    sentence = "A call with this reference stands already ({constraint})."


class TooManyShares(Refusal):
    """More shares are asked for than the internal rules allow at once."""

    sentence = "{shares} shares are more than the {limit} that may be asked for at once."


class CallStateWrong(Refusal):
    """A call that was paid, in part or whole, or withdrawn, cannot be withdrawn."""

    sentence = "The call {call_id} is {state} and cannot be withdrawn."


class ShareOwed(Refusal):
    """Nobody steps back from a share that they owe."""

    sentence = "The share of call {call_id} is owed; only the desk can withdraw the call."


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


class PaymentTakenBack(Refusal):
    """What the bank took back is nobody's any more."""

    sentence = "The payment {payment_id} was taken back by the bank."


class PartsTooMuch(Refusal):
    """The parts of a payment are not more than it brought."""

    sentence = "The parts come to {parts}, the payment {payment_id} brought {brought}."


class PaymentSentBack(Refusal):
    """What is on its way back to its payer cannot pay a share."""

    sentence = "The payment {payment_id} was sent back to its payer; if it comes back, it can be corrected."


class NothingToSendBack(Refusal):
    """Only what is for no share goes back: correct the payment first."""

    sentence = "Nothing of payment {payment_id} is unplaced; correct it first."
