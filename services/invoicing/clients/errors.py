"""What is refused about clients. Details hold no name and no address."""

from shared.errors import Refusal


class NumberNotValid(Refusal):
    """An enterprise number or VAT number whose form or check digits are wrong (or that belongs to another country)."""

    sentence = "The {kind} is not valid for country {country}: its form or its check digits are wrong."


class NumberMissing(Refusal):
    """A company cannot be invoiced without the number that the law asks for (enterprise number or VAT number)."""

    sentence = "A company in {country} needs its {kind}."


class NumbersDisagree(Refusal):
    """A Belgian VAT number is the enterprise number behind BE; two different ones name two companies."""

    sentence = "The enterprise number and the VAT number name two different companies."


class ClientKnown(Refusal):
    """A company is registered once."""

    sentence = "A client with this number is registered already ({constraint})."
