"""What is refused about declarations of employment."""

from shared.errors import Refusal


class DeclarationNotSent(Refusal):
    """Only a declaration that left can be answered."""

    sentence = "Declaration {declaration_id} is {state}: it cannot be answered."


class DeclarationAnsweredBefore(Refusal):
    """The authority answered once, and the answer differs."""

    sentence = "Declaration {declaration_id} was answered before, and otherwise."


class ReferenceNeeded(Refusal):
    """An accepted declaration carries the number under which it can be changed or cancelled."""

    sentence = "An accepted declaration needs the number that the authority gave it, as the authority writes it."


class ReasonNeeded(Refusal):
    """A refused declaration says why."""

    sentence = "A refused declaration needs the reason that the authority gave."


class DeclarationNotLate(Refusal):
    """Only a declaration held back because the work had begun waits for a decision."""

    sentence = "Declaration {declaration_id} is {state}: no decision is awaited."


class DeclarationNotRefused(Refusal):
    """Only what was refused is declared once more."""

    sentence = "Declaration {declaration_id} is {state}: it is not declared again."
