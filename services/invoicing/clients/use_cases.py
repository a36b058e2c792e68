"""Clients are registered."""

from services.invoicing.clients import store
from services.invoicing.clients.rules import Address, Client
from services.invoicing.countries.protocol import law
from shared.identifiers import new_id
from shared.postgres import Tx


def register_client(
    tx: Tx, *, kind: str, name: str, country: str, enterprise_number: str, vat_number: str, street: str, postcode: str,
    city: str, email: str, language: str,
) -> Client:
    """Register a company under its numbers, checked; one that could never be invoiced is refused."""
    law(tx).vat_case(tx.tables, tx.on, kind=kind, country=country)
    numbers = law(tx).client_numbers(country=country, enterprise_number=enterprise_number, vat_number=vat_number)
    law(tx).electronic_address(tx.tables, tx.on, country=country, numbers=numbers)
    client = Client(
        client_id=new_id("cli"), kind=kind, name=name, enterprise_number=numbers.enterprise_number,
        vat_number=numbers.vat_number, email=email, language=language,
        address=Address(street=street, postcode=postcode, city=city, country=country))
    store.add_client(tx, client)
    return client
