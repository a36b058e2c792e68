"""VAT cases of a Belgian seller, and where companies get their e-invoices."""

from datetime import date

from services.invoicing.clients.rules import ClientKind, ElectronicAddress, Numbers
from services.invoicing.invoices.errors import SupplyNotCovered, VatCaseNotCovered
from services.invoicing.invoices.rules.vat import VatCase
from services.invoicing.orders.rules.prices import Supply
from shared.parameters import Tables

HOME = "BE"
MEMBER_STATES = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
})


def case_name(*, kind: ClientKind, country: str, vat_number: str) -> str:
    """How the general rule sees a client: at home, liable in another member state, or there and not liable.

    A client at home bears the VAT of home. A liable one in another member state owes the tax itself (art. 21 s. 2 CTVA;
    art. 44 and 196 of directive 2006/112/EC); one that is not liable bears Belgian tax, the place being the supplier's
    (art. 21bis s. 1 CTVA; art. 45). Anything else is refused.
    """
    if country == HOME:
        return "domestic"
    if country in MEMBER_STATES:
        return "eu_reverse_charge" if vat_number or kind == ClientKind.COMPANY else "eu_not_liable"
    raise VatCaseNotCovered(kind=kind.replace("_", " "), country=country)


def client_group(*, kind: ClientKind, country: str, vat_number: str) -> str:
    """Of which clients the table `supply_case` speaks.

    At home who files returns (its VAT number is the sign) and who does not; abroad who is liable and who is not.
    """
    if country == HOME:
        return "liable_at_home" if vat_number and kind != ClientKind.PERSON else "not_liable_at_home"
    case = case_name(kind=kind, country=country, vat_number=vat_number)
    return "liable_in_the_union" if case == "eu_reverse_charge" else "not_liable_in_the_union"


def vat_case(
    tables: Tables, on: date, *, kind: ClientKind, country: str, vat_number: str, supply: Supply, place: str,
) -> VatCase:
    """How VAT falls due on this day, with the words that it wants on the invoice.

    The general rule asks only who the client is. Every other supply is looked up in the table `supply_case`; one whose
    tax falls due where it is worked is known to us in Belgium alone, and refused where that is not said.
    """
    if supply == Supply.SERVICE:
        case, rate, mention = case_name(kind=kind, country=country, vat_number=vat_number), "", ""
    else:
        case, rate, mention = _supply_case(tables, on, kind=kind, country=country, vat_number=vat_number, supply=supply,
                                           place=place)
    row = tables.row("vat_case", on, case)
    return VatCase(category=row["category"], rate=tables.decimal("vat_rate", on, rate or row["rate"]),
                   exemption_code=row["exemption_code"], exemption_reason=row["exemption_reason"], source=row.source,
                   mention=mention)


def _supply_case(
    tables: Tables, on: date, *, kind: ClientKind, country: str, vat_number: str, supply: Supply, place: str,
) -> tuple[str, str, str]:
    key = f"{supply} {client_group(kind=kind, country=country, vat_number=vat_number)}"
    row = tables.row("supply_case", on, key) if ("supply_case", key) in tables.names() else None
    if row is None or (row["taxed"] == "where_worked" and place != HOME):
        raise SupplyNotCovered(supply=supply.replace("_", " "), kind=kind.replace("_", " "), country=country,
                               place=place or "an unknown country")
    return row["case"], row["rate"], row["mention"]


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
