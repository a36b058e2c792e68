"""What is refused about changes of numbers."""

from shared.errors import Refusal


class NumberUnchanged(Refusal):
    """A change changes something."""

    sentence = "The member has this number already."


class NumberOfLegalPerson(Refusal):
    """A company is known by the number of its register, which its name in the register bears too."""

    sentence = "The number of a legal person is not changed here: record its new name with its new number."


class NothingToTell(Refusal):
    """Who was told is noted once."""

    sentence = "{recipient} is not to be told of the change {change_id}, or was."
