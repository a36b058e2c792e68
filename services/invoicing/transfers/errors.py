"""What is refused about moving budget."""

from shared.errors import Refusal


class NotEnoughToMove(Refusal):
    """An activity gives what it received, beyond its fee, the wages planned and its approved expenses."""

    sentence = "Activity {activity_id} has {available} that can move, not {asked}."


class BudgetStays(Refusal):
    """Budget moves from one activity to another."""

    sentence = "Activity {activity_id} cannot give budget to itself."


class TransferReversed(Refusal):
    """A transfer is given back once, and what gave one back stays."""

    sentence = "This transfer was given back before, or gave another one back."
