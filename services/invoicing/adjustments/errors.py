"""What is refused about adjustments."""

from shared.errors import Refusal


class AdjustmentUnbalanced(Refusal):
    """Debits and credits are equal."""

    sentence = "The lines leave {left}: debits and credits of an entry are equal."


class AccountNotByHand(Refusal):
    """What events of the house move, nobody moves by hand: the account and what it is compared with would part."""

    sentence = "Nobody books on {accounts} by hand; what may be so booked: {by_hand}."


class PeriodIsClosed(Refusal):
    """Nothing is put by hand into days that are closed."""

    sentence = "The books are closed until {closed_until}: book it on a later day."


class TakenBackTooEarly(Refusal):
    """An accrual is taken back after the period that it belongs to."""

    sentence = "It counts on {event_on}: it is taken back on a later day."


class SecondAccountantNeeded(Refusal):
    """Who proposed an entry does not book it."""

    sentence = "Another person than the one who proposed this entry books it."


class AdjustmentNotProposed(Refusal):
    """An adjustment is booked once, or withdrawn."""

    sentence = "Adjustment {adjustment_id} is {state}: it waits for nobody."
