"""What membership refuses about shares: calls, payments, the register."""

from shared.errors import Refusal


class NotMember(Refusal):
    """Only somebody who is a member on that day may do this."""

    sentence = "{member_id} is not a member on {day}."


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


class HoldingTooSmall(Refusal):
    """Nobody gives away more shares than he holds."""

    sentence = "The holding is too small for this movement ({constraint})."


class AssuranceTooLow(Refusal):
    """The register is opened with an electronic identity of the highest level only (RD 29-4-2019 art. 7:13)."""

    sentence = "The share register needs an identification of level {needed}; the call's is {given}."


class PurposeMissing(Refusal):
    """Who reads the register says for which concrete purpose (RD 29-4-2019 art. 7:12 par. 5)."""

    sentence = "Reading the share register needs a concrete purpose in the caller's token."


class DayNotOver(Refusal):
    """The register is known until today; nothing is known on a day to come."""

    sentence = "{day} lies after {today}: nothing is known of it."
