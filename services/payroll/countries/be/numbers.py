"""Belgium's number schemes: each gives the number as it is stored, or nothing when it is none."""

import re

from schwifty import IBAN
from schwifty.exceptions import SchwiftyException
from stdnum.be import bis, nn, vat

from shared.sepa import AccountNotReachable, payable_iban


def person_number(text: str) -> str | None:
    """A national or bis number: eleven digits whose check digits are right."""
    digits = re.sub(r"[ .-]", "", text)
    return digits if nn.is_valid(digits) or bis.is_valid(digits) else None


def company_number(text: str) -> str | None:
    """An enterprise number: ten digits whose check digits are right."""
    return str(vat.compact(text)) if vat.is_valid(text) else None


def employer_number(text: str) -> str | None:
    """The number under which social security knows an employer."""
    return text if re.fullmatch(r"[1-9][0-9]{5,8}", text) else None


def account_number(text: str) -> str | None:
    """An IBAN whose check digits and form are right, of a country that a SEPA transfer reaches."""
    try:
        return payable_iban(str(IBAN(text, validate_bban=True).compact))
    except (SchwiftyException, ValueError, AccountNotReachable):
        return None


def declaration_number(text: str) -> str | None:
    """A Dimona period number: one to twelve digits."""
    return text if re.fullmatch(r"[0-9]{1,12}", text) else None
