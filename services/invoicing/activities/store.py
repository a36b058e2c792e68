"""Members (as far as invoicing knows them), their activities, and clients."""

from datetime import date

from services.invoicing.domain.client import Address, Client
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries("services.invoicing")


def note_member(tx: Tx, *, member_id: str, admitted_on: date) -> None:
    """A member was admitted; said again, nothing changes."""
    tx.run(Q.note_member, member_id=member_id, admitted_on=admitted_on)


def note_member_left(tx: Tx, *, member_id: str, left_on: date) -> None:
    """A member left."""
    tx.run(Q.note_member_left, member_id=member_id, left_on=left_on)


def is_member(tx: Tx, member_id: str, on: date) -> bool:
    """Whether somebody is an admitted member on a day."""
    row = tx.one(Q.get_member, member_id=member_id)
    if row is None or on < row["admitted_on"]:
        return False
    return row["left_on"] is None or on < row["left_on"]


def add_client(tx: Tx, client: Client) -> None:
    """Register a client; the same company twice is refused. Offline, a VAT number's form is all that was checked."""
    tx.run(Q.add_client, client_id=client.client_id, kind=client.kind, name=client.name, country=client.country,
           enterprise_number=client.enterprise_number, vat_number=client.vat_number,
           vat_check="format_only" if client.vat_number else "not_given", street=client.address.street,
           postcode=client.address.postcode, city=client.address.city, email=client.email, language=client.language,
           registered_on=tx.on)


def get_client(tx: Tx, client_id: str) -> Client:
    """One client, or a refusal."""
    row = tx.one(Q.get_client, client_id=client_id)
    if row is None:
        raise NotFound(kind="client", id=client_id)
    address = Address(street=row["street"], postcode=row["postcode"], city=row["city"], country=row["country"])
    return Client(client_id=client_id, kind=row["kind"], name=row["name"], address=address, email=row["email"],
                  enterprise_number=row["enterprise_number"], vat_number=row["vat_number"], language=row["language"])


def add_activity(tx: Tx, *, activity_id: str, member_id: str, name: str) -> None:
    """Open an activity today."""
    tx.run(Q.add_activity, activity_id=activity_id, member_id=member_id, name=name, opened_on=tx.on)


def get_activity(tx: Tx, activity_id: str) -> tuple[str, date | None]:
    """Whose an activity is and when it closed; or a refusal."""
    row = tx.one(Q.get_activity, activity_id=activity_id)
    if row is None:
        raise NotFound(kind="activity", id=activity_id)
    return row["member_id"], row["closed_on"]
