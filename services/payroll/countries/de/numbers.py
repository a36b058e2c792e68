"""Germany's number schemes: each gives the number as it is stored, or nothing when it is none."""

import re

from stdnum.de import idnr, vat

from shared.sepa import AccountNotReachable, payable_iban


def person_number(text: str) -> str | None:
    """A tax identification number: eleven digits whose check digit is right."""
    return str(idnr.compact(text)) if idnr.is_valid(text) else None


def company_number(text: str) -> str | None:
    """A VAT number."""
    return f"DE{vat.compact(text)}" if vat.is_valid(text) else None


def employer_number(text: str) -> str | None:
    """An establishment number: eight digits; its check digit is not looked at, no source for it was read."""
    return text if re.fullmatch(r"[0-9]{8}", text) else None


def account_number(text: str) -> str | None:
    """An IBAN of a country that a SEPA transfer reaches."""
    try:
        return payable_iban(text)
    except AccountNotReachable:
        return None
