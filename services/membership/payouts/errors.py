"""What is refused about claims and their payment."""

from shared.errors import Refusal


class NetAssetsUnknown(Refusal):
    """Nobody knows what the shares are worth before the first accounts are approved."""

    sentence = "No approved accounts say what the shares are worth."


class StatementKnown(Refusal):
    """Accounts of a day are approved once."""

    sentence = "A statement of this kind and day is recorded already ({constraint})."


class StatementTooEarly(Refusal):
    """Accounts are approved after the day they speak of."""

    sentence = "A statement is approved on its day or later ({constraint})."


class PayoutAmountDiffers(Refusal):
    """The bank paid another amount than the claim is worth; somebody must look."""

    sentence = "The bank paid {paid} for claim {claim_id}, which is worth {owed}."


class PayoutUnderWay(Refusal):
    """What is at the bank is corrected once the bank said what became of it."""

    sentence = "The payment of claim {claim_id} is at the bank: record that it was paid, or came back, first."


class ClaimStateWrong(Refusal):
    """A claim is paid once."""

    sentence = "The claim {claim_id} is {state}; this needs it to be {needed}."


class NoReturnAwaited(Refusal):
    """Only money that is to go back to its payer, and that nobody confirmed yet, waits for a second person."""

    sentence = "The claim {claim_id} waits for nobody's confirmation."
