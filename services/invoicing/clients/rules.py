"""Clients: who orders work. Which numbers the law asks for is the country's word."""

from dataclasses import dataclass, replace
from enum import StrEnum

from services.invoicing.events import ClientStanding


class ClientKind(StrEnum):
    """What a client is: it decides which numbers it has, which tax it bears, and whether e-invoices reach it."""

    COMPANY = "company"
    PUBLIC_BODY = "public_body"
    ASSOCIATION = "association"
    PERSON = "person"


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """The numbers under which a client is known; one that it lacks is an empty text."""

    enterprise_number: str
    vat_number: str


@dataclass(frozen=True, kw_only=True)
class ElectronicAddress:
    """Where e-invoices reach a party: a scheme of the list EAS, and its number there."""

    scheme: str
    number: str


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where a party has its seat."""

    street: str
    postcode: str
    city: str
    country: str


@dataclass(frozen=True, kw_only=True)
class Client:
    """A client as it stands in the books. A number that it lacks is an empty text."""

    client_id: str
    kind: ClientKind
    name: str
    enterprise_number: str
    vat_number: str
    address: Address
    email: str
    language: str
    version: int = 1
    standing: ClientStanding = ClientStanding.OPEN

    @property
    def country(self) -> str:
        """The country of its seat."""
        return self.address.country

    @property
    def numbers(self) -> Numbers:
        """The numbers under which it is known."""
        return Numbers(enterprise_number=self.enterprise_number, vat_number=self.vat_number)


@dataclass(frozen=True, kw_only=True)
class Corrections:
    """What is put right of a client; what is nothing stays as it is."""

    kind: ClientKind | None = None
    name: str | None = None
    country: str | None = None
    enterprise_number: str | None = None
    vat_number: str | None = None
    street: str | None = None
    postcode: str | None = None
    city: str | None = None
    email: str | None = None
    language: str | None = None


def corrected(client: Client, corrections: Corrections) -> Client:
    """The client as put right, in its next version."""
    named = {name: text for name, text in vars(corrections).items() if text is not None}
    seat = {name: named.pop(name) for name in ("street", "postcode", "city", "country") if name in named}
    return replace(client, version=client.version + 1, address=replace(client.address, **seat), **named)
