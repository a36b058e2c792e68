"""References of share calls where no country has a scheme of its own (ISO 11649)."""

from stdnum import iso11649
from stdnum.iso7064 import mod_97_10

MARK = "M"  # references of membership begin with this letter, after their check digits
CHECKED = 4  # the letters RF and two check digits


def reference_of(number: int) -> str:
    """A creditor reference: RF, two check digits, the mark of membership, nine digits."""
    base = f"{MARK}{number:09d}"
    return f"RF{mod_97_10.calc_check_digits(f'{base}RF')}{base}"


def number_of_reference(reference: str) -> int | None:
    """The number of one of our references; nothing when it is none, or mistyped."""
    number = reference[CHECKED + 1:]
    ours = names_shares(reference) and iso11649.is_valid(reference)
    return int(number) if ours and number.isdecimal() else None


def printed(reference: str) -> str:
    """`RF58 M000 0000 01`, as transfer forms show it."""
    return str(iso11649.format(reference))


def names_shares(reference: str) -> bool:
    """Whether a reference is one of share calls, ours or mistyped."""
    return reference.startswith("RF") and reference[CHECKED:].startswith(MARK)
