"""Members become known, clients are registered, activities are opened."""

from collections.abc import Callable
from datetime import date
from typing import Any

from stdnum.be import vat as be_vat
from stdnum.eu import vat as eu_vat
from stdnum.exceptions import ValidationError
from stdnum.se import orgnr as se_orgnr

from services.invoicing.domain.client import Address, Client, assert_identified
from services.invoicing.domain.errors import NotAdmitted, NumberMissing, NumberNotValid
from services.invoicing.domain.vat import case_name
from services.invoicing.store import people
from shared.identifiers import new_id
from shared.postgres import Tx

ENTERPRISE_NUMBERS = {"BE": be_vat.validate, "SE": se_orgnr.validate}  # where the law or Peppol rests on them
VAT_PREFIX = {"GR": "EL"}  # the only member state whose VAT numbers bear another prefix than its country code


def note_admitted(tx: Tx, *, member_id: str, admitted_on: date) -> None:
    """Membership admitted somebody: he may open activities."""
    people.note_member(tx, member_id=member_id, admitted_on=admitted_on)


def note_left(tx: Tx, *, member_id: str, left_on: date) -> None:
    """Somebody left: no new activity and no new order from that day on."""
    people.note_member_left(tx, member_id=member_id, left_on=left_on)


def import_members(tx: Tx, *, members: list[dict[str, Any]]) -> int:
    """Where membership is not deployed: the admitted members, as another register names them."""
    for member in members:
        people.note_member(tx, **member)
    return len(members)


def register_client(
    tx: Tx, *, kind: str, name: str, country: str, enterprise_number: str, vat_number: str, street: str, postcode: str,
    city: str, email: str, language: str,
) -> Client:
    """Register a company under its numbers, checked by form and check digits; VIES is not asked."""
    if country in ENTERPRISE_NUMBERS:
        enterprise_number = _checked(ENTERPRISE_NUMBERS[country], enterprise_number, "enterprise number", country)
    vat_number = _checked_vat(vat_number, country)
    # A client whose VAT case has no rule could never be invoiced.
    case_name(kind=kind, country=country, home=tx.tables.country)
    assert_identified(country, enterprise_number=enterprise_number, vat_number=vat_number)
    client = Client(
        client_id=new_id("cli"), kind=kind, name=name, enterprise_number=enterprise_number, vat_number=vat_number,
        address=Address(street=street, postcode=postcode, city=city, country=country), email=email, language=language)
    endpoint_of(tx, client)
    people.add_client(tx, client)
    return client


def get_client(tx: Tx, *, client_id: str) -> Client:
    """One client."""
    return people.get_client(tx, client_id)


def endpoint_of(tx: Tx, client: Client) -> tuple[str, str]:
    """Under which scheme and number the client is reached on the Peppol network."""
    row = tx.tables.row("peppol_scheme", tx.on, client.country)
    number = str(getattr(client, row["number"]))
    if not number:
        raise NumberMissing(country=client.country, kind=row["number"].replace("_", " "))
    return row["scheme"], number


def _checked_vat(number: str, country: str) -> str:
    if not number:
        return ""
    compact: str = _checked(eu_vat.validate, number, "VAT number", country)
    if not compact.startswith(VAT_PREFIX.get(country, country)):
        raise NumberNotValid(kind="VAT number", country=country)
    return compact


def _checked(validate: Callable[[str], str], number: str, kind: str, country: str) -> str:
    if not number:
        return ""
    try:
        return validate(number)
    except ValidationError:
        raise NumberNotValid(kind=kind, country=country) from None


def open_activity(tx: Tx, *, member_id: str, name: str) -> dict[str, Any]:
    """A member begins something of his own under the shared number."""
    assert_member(tx, member_id)
    activity_id = new_id("act")
    people.add_activity(tx, activity_id=activity_id, member_id=member_id, name=name)
    return {"activity_id": activity_id, "member_id": member_id, "name": name, "opened_on": tx.on}


def assert_member(tx: Tx, member_id: str) -> None:
    """Refuse whoever is not an admitted member today."""
    if not people.is_member(tx, member_id, tx.on):
        raise NotAdmitted(member_id=member_id, day=tx.on.isoformat())
