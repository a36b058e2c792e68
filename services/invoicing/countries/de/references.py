"""Creditor references (ISO 11649): RF, two check digits, a letter that says whose it is, nine digits."""

import re

from stdnum import iso11649
from stdnum.iso7064 import mod_97_10

from services.invoicing.invoices.rules.invoice import PaymentReference

OURS = re.compile(r"RF\d{2}[A-Z]\d{9}(?![0-9])")


def creditor_reference(prefix: str, place: int) -> PaymentReference:
    """The reference of a place in the range of a letter."""
    base = f"{prefix}{place:09d}"
    bare = f"RF{mod_97_10.calc_check_digits(f'{base}RF')}{base}"
    return PaymentReference(bare=bare, printed=str(iso11649.format(bare)))


def read_reference(text: str) -> str:
    """The reference that a text is, or holds between other words; nothing when it holds none, or several."""
    found = {one for one in OURS.findall(re.sub(r"\s", "", text.upper())) if iso11649.is_valid(one)}
    return found.pop() if len(found) == 1 else ""
