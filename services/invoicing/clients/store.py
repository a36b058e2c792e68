"""Clients as rows."""

from collections.abc import Mapping

from services.invoicing.clients.errors import ClientKnown
from services.invoicing.clients.rules import Client
from shared.errors import Refusal
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
CONSTRAINTS: Mapping[str, type[Refusal]] = {
    "clients_one_per_enterprise_number": ClientKnown,
    "clients_one_per_vat_number": ClientKnown,
}


def add_client(tx: Tx, client: Client) -> None:
    """Register a client; the same company twice is refused. Offline, a VAT number's form is all that was checked."""
    tx.run(Q.add_client, client_id=client.client_id, kind=client.kind, name=client.name, country=client.country,
           enterprise_number=client.enterprise_number, vat_number=client.vat_number,
           vat_check="format_only" if client.vat_number else "not_given", street=client.address.street,
           postcode=client.address.postcode, city=client.address.city, email=client.email, language=client.language,
           registered_on=tx.on, registered_by=tx.actor)
