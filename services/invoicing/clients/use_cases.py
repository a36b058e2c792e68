"""Clients are registered and corrected."""

from dataclasses import replace

from services.invoicing.clients import store
from services.invoicing.clients.reads import get_client
from services.invoicing.clients.rules import Address, Client, ClientKind, Corrections, Numbers, corrected
from services.invoicing.countries.protocol import assert_can_be_taxed, law
from services.invoicing.events import ClientStanding
from shared.identifiers import new_id
from shared.postgres import Tx


def register_client(
    tx: Tx, *, kind: ClientKind, name: str, address: Address, numbers: Numbers, email: str, language: str,
) -> Client:
    """Register a client under their numbers, checked; one that could never be invoiced is refused."""
    client = Client(
        client_id=new_id("cli"), kind=kind, name=name, email=email, language=language, address=address,
        enterprise_number=numbers.enterprise_number, vat_number=numbers.vat_number)
    client = _checked(tx, client)
    store.add_client(tx, client)
    return client


def correct_client(tx: Tx, *, client_id: str, corrections: Corrections) -> Client:
    """Put right what is known of a client: a new version, from which their next papers are made."""
    client = _checked(tx, corrected(store.lock_client(tx, client_id), corrections))
    store.save_client(tx, client)
    return client


def _checked(tx: Tx, client: Client) -> Client:
    assert_can_be_taxed(tx, kind=client.kind, country=client.country, vat_number=client.vat_number)
    numbers = law(tx).client_numbers(kind=client.kind, country=client.country, numbers=client.numbers)
    return replace(client, enterprise_number=numbers.enterprise_number, vat_number=numbers.vat_number)


def change_client_standing(tx: Tx, *, client_id: str, standing: ClientStanding, reason: str) -> Client:
    """Trust a client more or less: fully, only for what is paid first, or not at all."""
    store.lock_client(tx, client_id)
    store.add_standing_change(tx, client_id, standing, reason=reason)
    return get_client(tx, client_id=client_id)
