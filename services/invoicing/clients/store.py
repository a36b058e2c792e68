"""Clients as rows."""

from collections.abc import Mapping
from typing import Any

from services.invoicing.clients.errors import ClientKnown
from services.invoicing.clients.rules import Address, Client, ClientKind
from services.invoicing.events import ClientStanding
from shared.errors import NotFound, Refusal
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
CONSTRAINTS: Mapping[str, type[Refusal]] = {
    "clients_one_per_enterprise_number": ClientKnown,
    "clients_one_per_vat_number": ClientKnown,
}


def add_client(tx: Tx, client: Client) -> None:
    """Register a client; the same company twice is refused. Offline, a VAT number's form is all that was checked."""
    tx.run(Q.add_client, registered_on=tx.on, registered_by=tx.actor, **_columns(client))
    _add_version(tx, client)


def lock_client(tx: Tx, client_id: str) -> Client:
    """One client, locked, or a refusal."""
    row = tx.require(Q.lock_client, NotFound(kind="client", id=client_id), client_id=client_id)
    return Client(
        client_id=client_id, kind=ClientKind(row["kind"]), name=row["name"], version=row["version"],
        enterprise_number=row["enterprise_number"], vat_number=row["vat_number"], email=row["email"],
        language=row["language"], address=Address(street=row["street"], postcode=row["postcode"], city=row["city"],
                                                  country=row["country"]))


def save_client(tx: Tx, client: Client) -> None:
    """What is known of a client from now on; what was known before stays beside it."""
    tx.run(Q.save_client, **_columns(client))
    _add_version(tx, client)


def add_standing_change(tx: Tx, client_id: str, standing: ClientStanding, *, reason: str) -> None:
    """A client is trusted more or less from now on; why and by whom stays known."""
    tx.run(Q.add_standing_change, client_id=client_id, standing=standing, reason=reason, on=tx.on, actor=tx.actor)


def _add_version(tx: Tx, client: Client) -> None:
    tx.run(Q.add_version, recorded_on=tx.on, recorded_by=tx.actor, **_columns(client))


def _columns(client: Client) -> dict[str, Any]:
    return {
        "client_id": client.client_id, "version": client.version, "kind": client.kind, "name": client.name,
        "country": client.country, "enterprise_number": client.enterprise_number, "vat_number": client.vat_number,
        "vat_check": "format_only" if client.vat_number else "not_given", "street": client.address.street,
        "postcode": client.address.postcode, "city": client.address.city, "email": client.email,
        "language": client.language}
