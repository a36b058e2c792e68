"""When minutes cannot be drawn up."""

from shared.errors import Refusal


class MinutesTooEarly(Refusal):
    """Minutes are drawn up on the day of the assembly or after it."""

    sentence = "The minutes of assembly {assembly_id} wait: {why}."


class MinutesDrawnUp(Refusal):
    """Minutes are drawn up once."""

    sentence = "The minutes of this assembly were drawn up before ({constraint})."
