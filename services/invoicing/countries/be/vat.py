"""VAT cases of a Belgian seller, and where companies get their e-invoices."""

from datetime import date

from services.invoicing.clients.errors import NumberMissing
from services.invoicing.clients.rules import ElectronicAddress, Numbers
from services.invoicing.invoices.errors import VatCaseNotCovered
from services.invoicing.invoices.rules.vat import VatCase
from shared.parameters import Tables

HOME = "BE"
PERSON = "person"
MEMBER_STATES = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
})


def case_name(*, kind: str, country: str) -> str:
    """The name of the case in the table `vat_case`, from who the client is and where.

    A company at home bears the VAT of home (art. 44 of directive 2006/112/EC: place of the customer; art. 21 s. 2
    CTVA); one in another member state owes the tax itself (art. 196). Anything else is refused.
    """
    if kind == "company" and country == HOME:
        return "domestic"
    if kind == "company" and country in MEMBER_STATES:
        return "eu_reverse_charge"
    raise VatCaseNotCovered(kind=kind, country=country)


def vat_case(tables: Tables, on: date, *, kind: str, country: str) -> VatCase:
    """How VAT falls due on this day, with the words that it wants on the invoice."""
    row = tables.row("vat_case", on, case_name(kind=kind, country=country))
    return VatCase(category=row["category"], rate=tables.decimal("vat_rate", on, row["rate"]),
                   exemption_code=row["exemption_code"], exemption_reason=row["exemption_reason"], source=row.source)


def electronic_address(tables: Tables, on: date, *, country: str, numbers: Numbers) -> ElectronicAddress:
    """Under which scheme and number a company is reached on the Peppol network."""
    row = tables.row("peppol_scheme", on, country)
    number = str(getattr(numbers, row["number"]))
    if not number:
        raise NumberMissing(country=country, kind=row["number"].replace("_", " "))
    return ElectronicAddress(scheme=row["scheme"], number=number)
