"""Clients: companies that order work. Which numbers the law asks for is the country's word."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """The numbers under which a company is known; one that it lacks is an empty text."""

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
    kind: str
    name: str
    enterprise_number: str
    vat_number: str
    address: Address
    email: str
    language: str

    @property
    def country(self) -> str:
        """The country of its seat."""
        return self.address.country

    @property
    def numbers(self) -> Numbers:
        """The numbers under which it is known."""
        return Numbers(enterprise_number=self.enterprise_number, vat_number=self.vat_number)
