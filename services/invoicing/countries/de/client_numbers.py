"""VAT numbers of clients: their form and check digits (VIES is not asked: it needs a network)."""

from stdnum.eu import vat as eu_vat
from stdnum.exceptions import ValidationError

from services.invoicing.clients.errors import NumberMissing, NumberNotValid
from services.invoicing.clients.rules import ClientKind, Numbers

PREFIXES = {"GR": "EL"}  # the only member state whose VAT numbers bear another prefix than its country code


def checked_numbers(kind: ClientKind, country: str, numbers: Numbers, *, home: str) -> Numbers:
    """The numbers of a client, bare. At home none is asked for: registers number by court, and not all are liable."""
    vat_number = _checked(numbers.vat_number, country)
    if country != home and not vat_number and kind == ClientKind.COMPANY:
        raise NumberMissing(country=country, kind="VAT number")
    return Numbers(enterprise_number=numbers.enterprise_number.strip(), vat_number=vat_number)


def _checked(number: str, country: str) -> str:
    if not number:
        return ""
    try:
        compact: str = eu_vat.validate(number)
    except ValidationError:
        raise NumberNotValid(kind="VAT number", country=country) from None
    if not compact.startswith(PREFIXES.get(country, country)):
        raise NumberNotValid(kind="VAT number", country=country)
    return compact
