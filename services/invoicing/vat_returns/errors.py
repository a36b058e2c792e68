"""What is refused about VAT returns."""

from shared.errors import Refusal


class VatReturnNotKnown(Refusal):
    """The country's form is not known to us: the return is made elsewhere."""

    sentence = "No form of a VAT return is known for {country}."


class VatPeriodNotOver(Refusal):
    """A period is closed when it is over, so that nothing of it is missing."""

    sentence = "The period from {starts_on} is open until {last_day}; it can be closed from the day after."


class VatGridNotKnown(Refusal):
    """No rule says in which grid such a document stands: nobody guesses."""

    sentence = "No grid is known for {what}, as in document {document}."


class VatReturnAnswered(Refusal):
    """What the State answered stands; a return is sent again only after it was refused."""

    sentence = "VAT return {return_id} is {state} already."
