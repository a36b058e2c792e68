"""What is refused about movements in suspense."""

from shared.errors import Refusal


class RefundNotAwaited(Refusal):
    """A debit carries out a refund that left and that no movement has carried out, to the cent."""

    sentence = "No refund {reference} of exactly the amount of movement {movement_id} is awaited."


class NothingPlaced(Refusal):
    """Only what was placed can be taken back to suspense."""

    sentence = "Movement {movement_id} is placed nowhere: it waits in suspense, or was never money of ours to place."


class PlacedBeyondUndoing(Refusal):
    """What another service has, what carries out a refund, what was returned is mended where it went."""

    sentence = ("Movement {movement_id} cannot be taken back to suspense: another service has it, it carried out a "
                "refund or a return, or the bank returned it.")


class ReturnsNothing(Refusal):
    """A movement in suspense returns an earlier one of ours that went the other way, to the cent, and each once."""

    sentence = "Movement {movement_id} cannot be the return of {returns}."


class MovementMatched(Refusal):
    """A movement in suspense is matched once, and only money that came in pays an invoice."""

    sentence = "Movement {movement_id} is not waiting to be matched with an invoice."
