"""Enterprise and VAT numbers: their form and check digits (VIES is not asked: it needs a network)."""

from collections.abc import Callable

from stdnum.be import vat as be_vat
from stdnum.eu import vat as eu_vat
from stdnum.exceptions import ValidationError
from stdnum.se import orgnr as se_orgnr

from services.invoicing.clients.errors import NumberMissing, NumberNotValid, NumbersDisagree
from services.invoicing.clients.rules import ClientKind, Numbers

HOME = "BE"
CHECKED_ENTERPRISE_NUMBERS = {HOME: be_vat.validate, "SE": se_orgnr.validate}  # the law or Peppol rests on them
REGISTERED = (ClientKind.COMPANY, ClientKind.PUBLIC_BODY)  # in the Crossroads Bank; an association need not be
VAT_PREFIX = {"GR": "EL"}  # the only member state whose VAT numbers bear another prefix than its country code


def checked_numbers(kind: ClientKind, country: str, numbers: Numbers) -> Numbers:
    """The numbers of a client, bare. A Belgian VAT number is the enterprise number behind `BE` (art. III.49 CEL)."""
    enterprise_number, vat_number = numbers.enterprise_number, numbers.vat_number
    if country in CHECKED_ENTERPRISE_NUMBERS:
        enterprise_number = _checked(CHECKED_ENTERPRISE_NUMBERS[country], enterprise_number, "enterprise number",
                                     country)
    vat_number = _checked_vat(vat_number, country)
    if country == HOME and not enterprise_number and kind in REGISTERED:
        raise NumberMissing(country=country, kind="enterprise number")
    if country != HOME and not vat_number and kind == ClientKind.COMPANY:
        raise NumberMissing(country=country, kind="VAT number")
    if country == HOME and vat_number and vat_number != f"{HOME}{enterprise_number}":
        raise NumbersDisagree
    return Numbers(enterprise_number=enterprise_number, vat_number=vat_number)


def _checked_vat(number: str, country: str) -> str:
    compact = _checked(eu_vat.validate, number, "VAT number", country)
    if compact and not compact.startswith(VAT_PREFIX.get(country, country)):
        raise NumberNotValid(kind="VAT number", country=country)
    return compact


def _checked(validate: Callable[[str], str], number: str, kind: str, country: str) -> str:
    if not number:
        return ""
    try:
        return validate(number)
    except ValidationError:
        raise NumberNotValid(kind=kind, country=country) from None
