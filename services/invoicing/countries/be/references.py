"""Structured communications: ten digits and two check digits (n mod 97, 97 for 0)."""

import re

from stdnum.be import ogm_vcs

from services.invoicing.invoices.rules.invoice import PaymentReference

_STRUCTURED = re.compile(r"(?:[+*]{3})?\s?(\d{3})/?(\d{4})/?(\d{5})\s?(?:[+*]{3})?")
_INSIDE = re.compile(r"(?<!\d)(\d{3})[ /](\d{4})[ /](\d{5})(?!\d)")


def structured_communication(prefix: str, place: int) -> PaymentReference:
    """The communication of a place in a range: its first digits, the place, two check digits."""
    base = f"{prefix}{place:0{10 - len(prefix)}d}"
    digits = base + str(ogm_vcs.calc_check_digits(base))
    return PaymentReference(bare=digits, printed=f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++")


def structured(text: str) -> str:
    """The twelve digits of the structured communication that a text is, or holds between other words; or nothing.

    People write it inside a sentence: there it counts with its marks, slashes or blanks, and when it is the only one.
    """
    whole = _STRUCTURED.fullmatch(text.strip())
    found = {"".join(one.groups()) for one in ([whole] if whole else _INSIDE.finditer(text))}
    valid = {digits for digits in found if ogm_vcs.is_valid(digits)}
    return valid.pop() if len(valid) == 1 else ""
