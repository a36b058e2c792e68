"""Accounts that a SEPA credit transfer reaches."""

from stdnum import iban
from stdnum.exceptions import ValidationError

from shared.errors import Refusal

# The countries whose IBANs the scheme reaches: EPC409-09, "EPC List of SEPA Scheme Countries", with those that joined
# in October 2025 (Albania, Montenegro, Moldova, North Macedonia) and May 2026 (Serbia). Territories that use the code
# of their mother country (Åland, Guadeloupe, Jersey, ...) need no line of their own.
AREA = frozenset((
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT",
    "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
    "AD", "AL", "CH", "GB", "GI", "MC", "MD", "ME", "MK", "RS", "SM", "VA",
))


class AccountNotReachable(Refusal):
    """The account number is none, or no SEPA transfer reaches its country. The number itself is never repeated."""

    sentence = "A SEPA transfer cannot reach this account ({country}): {reason}."


def compact_iban(number: str) -> str:
    """The account number as files write it: without spaces, in capitals."""
    return "".join(number.split()).upper()


def payable_iban(number: str) -> str:
    """The compact account number, checked (length, form and check digits), of a country in the area."""
    compact = compact_iban(number)
    country = compact[:2] if compact[:2].isalpha() and compact.isascii() else "no country"
    if country not in AREA:
        raise AccountNotReachable(country=country, reason="its country is not in the SEPA area")
    try:
        iban.validate(compact, check_country=False)  # whose tables of banks refuse accounts that exist
    except ValidationError:
        raise AccountNotReachable(country=country, reason="its number is not a valid IBAN") from None
    if not compact.isalnum():
        raise AccountNotReachable(country=country, reason="its number holds other signs than letters and digits")
    return compact
