"""Clients: companies that order work. Which numbers the law asks for depends on where they are established."""

from dataclasses import dataclass

from services.invoicing.domain.errors import NumberMissing, NumbersDisagree

BELGIUM = "BE"


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


def assert_identified(country: str, *, enterprise_number: str, vat_number: str) -> None:
    """A Belgian company shows its enterprise number (art. III.49 CEL), one elsewhere its VAT number.

    A Belgian VAT number is the enterprise number behind `BE`, so the two must agree when both are given.
    """
    if country == BELGIUM and not enterprise_number:
        raise NumberMissing(country=country, kind="enterprise number")
    if country != BELGIUM and not vat_number:
        raise NumberMissing(country=country, kind="VAT number")
    if country == BELGIUM and vat_number and vat_number != f"BE{enterprise_number}":
        raise NumbersDisagree
