"""VAT cases of a Belgian seller, and where companies get their e-invoices."""

from datetime import date

from services.invoicing.clients.rules import ClientKind, ElectronicAddress, Numbers
from services.invoicing.invoices.errors import VatCaseNotCovered
from services.invoicing.invoices.rules.vat import VatCase
from shared.parameters import Tables

HOME = "BE"
MEMBER_STATES = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
})


def case_name(*, kind: ClientKind, country: str, vat_number: str) -> str:
    """The name of the case in the table `vat_case`, from who the client is and where.

    A client at home bears the VAT of home. A liable one in another member state owes the tax itself (art. 21 s. 2 CTVA;
    art. 44 and 196 of directive 2006/112/EC); one that is not liable bears Belgian tax, the place being the supplier's
    (art. 21bis s. 1 CTVA; art. 45). Anything else is refused.
    """
    if country == HOME:
        return "domestic"
    if country in MEMBER_STATES:
        return "eu_reverse_charge" if vat_number or kind == ClientKind.COMPANY else "eu_not_liable"
    raise VatCaseNotCovered(kind=kind.replace("_", " "), country=country)


def vat_case(tables: Tables, on: date, *, kind: ClientKind, country: str, vat_number: str) -> VatCase:
    """How VAT falls due on this day, with the words that it wants on the invoice."""
    row = tables.row("vat_case", on, case_name(kind=kind, country=country, vat_number=vat_number))
    return VatCase(category=row["category"], rate=tables.decimal("vat_rate", on, row["rate"]),
                   exemption_code=row["exemption_code"], exemption_reason=row["exemption_reason"], source=row.source)


def electronic_address(
    tables: Tables, on: date, *, kind: ClientKind, country: str, numbers: Numbers,
) -> ElectronicAddress | None:
    """Where a client is reached on the Peppol network. A person is not, nor who has no number of its scheme."""
    if kind == ClientKind.PERSON or (kind == ClientKind.ASSOCIATION and not numbers.vat_number):
        return None
    if ("peppol_scheme", country) not in tables.names():
        return None
    row = tables.row("peppol_scheme", on, country)
    number = str(getattr(numbers, row["number"]))
    return ElectronicAddress(scheme=row["scheme"], number=number) if number else None
