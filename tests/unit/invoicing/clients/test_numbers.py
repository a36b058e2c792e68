"""A client as a value."""

from services.invoicing.clients.rules import Address, Client, ClientKind, Corrections, Numbers, corrected


def test_a_client_is_of_the_country_of_its_seat_and_known_by_its_numbers() -> None:
    client = Client(client_id="cli", kind=ClientKind.COMPANY, name="Coin", enterprise_number="0403019261",
                    vat_number="",
                    address=Address(street="Rue Haute 1", postcode="4000", city="Liège", country="BE"), email="",
                    language="fr")
    assert client.country == "BE"
    assert client.numbers == Numbers(enterprise_number="0403019261", vat_number="")


def test_a_correction_makes_the_next_version_and_leaves_the_rest() -> None:
    client = Client(client_id="cli", kind=ClientKind.PERSON, name="A", enterprise_number="", vat_number="", email="",
                    language="fr", address=Address(street="Rue 1", postcode="4000", city="Liège", country="BE"))
    new = corrected(client, Corrections(name="B", city="Namur"))
    assert (new.version, new.name, new.address.city, new.address.street) == (2, "B", "Namur", "Rue 1")
