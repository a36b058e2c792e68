"""What entry passes refuse."""

from shared.errors import Refusal


class PassUnknown(Refusal):
    """A pass is good for one assembly, and only the one that its member got last."""

    sentence = "This pass is none of assembly {assembly_id}, or a later one was made for its member."


class PassNotForToday(Refusal):
    """A pass lets in on the day of the assembly."""

    sentence = "Assembly {assembly_id} is held on {held_on}; today is {on}."
