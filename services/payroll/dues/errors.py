"""What is refused about periods and what is owed for them."""

from shared.errors import Refusal


class PeriodNotOver(Refusal):
    """A period is closed when it is over, so that nothing of it is missing."""

    sentence = "The period from {starts_on} is open until {last_day}; it can be closed from the day after."


class ReturnAnswered(Refusal):
    """What an authority answered stands; a return is sent again only after it was refused."""

    sentence = "Return {return_id} is {state} already."


class DueNotInState(Refusal):
    """What is owed is proposed, approved and paid once, in this order."""

    sentence = "Due {due_id} is {state}; it must be {needed} for that."


class DueDayPassed(Refusal):
    """No bank carries a payment out on a day that has passed."""

    sentence = "The payment of {due_id} was to be carried out on {day}: give it up and propose it anew."


class DuePaidOtherwise(Refusal):
    """The bank tells another amount than was sent, or gives back more than it paid."""

    sentence = "The bank moved {paid} for due {due_id}, which is {amount}."


class DuesNotAlike(Refusal):
    """A claim is set off against a debt to the same authority only."""

    sentence = (
        "Claim {claim_id} cannot be set off against {due_id}: take an open claim and an open debt of one entity to one "
        "authority, in one currency."
    )


class MoreThanSettled(Refusal):
    """What came in is used once, for no more than what is claimed."""

    sentence = "{amount} is more than {due_id} has room for: assign {limit} at most, and the rest elsewhere."
