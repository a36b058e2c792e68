"""A client as a value."""

from services.invoicing.clients.rules import Address, Client, Numbers


def test_a_client_is_of_the_country_of_its_seat_and_known_by_its_numbers() -> None:
    client = Client(client_id="cli", kind="company", name="Coin", enterprise_number="0403019261", vat_number="",
                    address=Address(street="Rue Haute 1", postcode="4000", city="Liège", country="BE"), email="",
                    language="fr")
    assert client.country == "BE"
    assert client.numbers == Numbers(enterprise_number="0403019261", vat_number="")
