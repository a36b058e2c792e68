"""Refusals: the one way in which this house says no.

A refusal is a broken rule. Its class is the rule, its code is stable and crosses the bus as data,
its sentence is written for people, its details hold ids and figures (never names or other personal data).
"""

import re
from typing import Any, ClassVar


def snake_case(name: str) -> str:
    """`QuorumNotReached` -> `quorum_not_reached`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


class Refusal(Exception):
    """A rule said no. Subclass it per rule and give `sentence` with the details in braces."""

    sentence: ClassVar[str] = "The request was refused."
    retryable: ClassVar[bool] = False
    named: ClassVar[str] = ""  # a code that callers know already, where the class has found a better name since

    def __init__(self, **details: Any) -> None:
        self.details = details
        super().__init__(self.sentence.format(**details))

    @property
    def code(self) -> str:
        """The stable name of the rule, for machines."""
        return self.named or snake_case(type(self).__name__)

    @property
    def message(self) -> str:
        """The sentence, for people."""
        return str(self)


class NotFound(Refusal):
    """Nothing is stored under this id."""

    sentence = "There is no {kind} with id {id}."


class ParameterMissing(Refusal):
    """No dated value is in force: the house refuses rather than use a default or last year's value."""

    sentence = "No value of parameter {parameter} is in force on {day} for country {country}."
