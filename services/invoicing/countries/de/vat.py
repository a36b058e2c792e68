"""VAT cases of a seller in Germany or Austria, and where companies get their e-invoices.

Both laws follow articles 44, 45 and 196 of directive 2006/112/EC for services of the general rule.
"""

from datetime import date

from services.invoicing.clients.rules import ClientKind, ElectronicAddress, Numbers
from services.invoicing.invoices.errors import SupplyNotCovered, VatCaseNotCovered
from services.invoicing.invoices.rules.vat import VatCase
from services.invoicing.orders.rules.prices import Supply
from shared.parameters import Tables

MEMBER_STATES = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
})


def case_name(*, kind: ClientKind, country: str, vat_number: str, home: str) -> str:
    """How the general rule sees a client: at home, liable in another member state, or there and not liable.

    Outside the Union nothing is known to us, and refused.
    """
    if country == home:
        return "domestic"
    if country in MEMBER_STATES:
        return "eu_reverse_charge" if vat_number or kind == ClientKind.COMPANY else "eu_not_liable"
    raise VatCaseNotCovered(kind=kind.replace("_", " "), country=country)


def vat_case(
    tables: Tables, on: date, *, kind: ClientKind, country: str, vat_number: str, supply: Supply, home: str,
) -> VatCase:
    """How VAT falls due on this day: by the general rule, or as the table `supply_case` says of a supply to a case."""
    case, rate = case_name(kind=kind, country=country, vat_number=vat_number, home=home), ""
    if supply != Supply.SERVICE:
        key = f"{supply} {case}"
        if ("supply_case", key) not in tables.names():
            raise SupplyNotCovered(supply=supply.replace("_", " "), kind=kind.replace("_", " "), country=country,
                                   place="an unknown country")
        rate = tables.row("supply_case", on, key)["rate"]
    row = tables.row("vat_case", on, case)
    return VatCase(category=row["category"], rate=tables.decimal("vat_rate", on, rate or row["rate"]),
                   exemption_code=row["exemption_code"], exemption_reason=row["exemption_reason"], source=row.source)


def electronic_address(
    tables: Tables, on: date, *, kind: ClientKind, country: str, numbers: Numbers,
) -> ElectronicAddress | None:
    """Where a client is reached on the Peppol network; a person is not, nor who has no number of its scheme."""
    if kind == ClientKind.PERSON or ("peppol_scheme", country) not in tables.names():
        return None
    row = tables.row("peppol_scheme", on, country)
    number = str(getattr(numbers, row["number"]))
    return ElectronicAddress(scheme=row["scheme"], number=number) if number else None
