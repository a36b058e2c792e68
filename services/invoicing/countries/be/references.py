"""Structured communications: ten digits and two check digits (n mod 97, 97 for 0)."""

import re

from stdnum.be import ogm_vcs

from services.invoicing.invoices.rules.invoice import PaymentReference

_STRUCTURED = re.compile(r"(?:[+*]{3})?\s?(\d{3})/?(\d{4})/?(\d{5})\s?(?:[+*]{3})?")


def structured_communication(prefix: str, place: int) -> PaymentReference:
    """The communication of a place in a range: its first digits, the place, two check digits."""
    base = f"{prefix}{place:0{10 - len(prefix)}d}"
    digits = base + str(ogm_vcs.calc_check_digits(base))
    return PaymentReference(bare=digits, printed=f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++")


def structured(text: str) -> str:
    """The twelve digits of a structured communication, or nothing."""
    found = _STRUCTURED.fullmatch(text.strip())
    digits = "".join(found.groups()) if found else ""
    return digits if digits and ogm_vcs.is_valid(digits) else ""
