"""Austria's number schemes: each gives the number as it is stored, or nothing when it is none."""

import re

from stdnum.at import uid, vnr


def person_number(text: str) -> str | None:
    """An insurance number: ten digits whose check digit is right."""
    return str(vnr.compact(text)) if vnr.is_valid(text) else None


def company_number(text: str) -> str | None:
    """A VAT number."""
    return f"AT{uid.compact(text)}" if uid.is_valid(text) else None


def employer_number(text: str) -> str | None:
    """The number of a contribution account: digits; no source for its form was read."""
    return text if re.fullmatch(r"[0-9]{1,12}", text) else None
