"""The numbers of the country: a letter that says of what, seven digits, and a check digit by weights (mod 11)."""

import re

PERSON, COMPANY, EMPLOYER, ACCOUNT = "P", "C", "E", "A"
SHARE, INVOICE = "S", "R"  # what people write on a payment
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2)
_FORM = re.compile(r"([A-Z])-?(\d{7})-?(\d|X)")


def number_of(kind: str, place: int) -> str:
    """The number of this kind and place, as it is stored."""
    digits = f"{place:07d}"
    return f"{kind}{digits}{_check(digits)}"


def read_number(kind: str, text: str) -> str | None:
    """The number as it is stored, or nothing when it is none of this kind."""
    found = _FORM.fullmatch(text.replace(" ", ""))
    return "".join(found.groups()) if found and found[1] == kind and found[3] == _check(found[2]) else None


def _check(digits: str) -> str:
    rest = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True)) % 11
    return "X" if rest == 10 else str(rest)
