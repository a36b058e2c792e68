"""Belgian VAT cases, and the numbers of clients."""

import pytest

from services.invoicing.clients.errors import NumberMissing, NumberNotValid, NumbersDisagree
from services.invoicing.countries.be.numbers import client_numbers
from services.invoicing.countries.be.vat import case_name
from services.invoicing.invoices.errors import VatCaseNotCovered


@pytest.mark.parametrize(("country", "case"), [
    ("BE", "domestic"), ("DE", "eu_reverse_charge"), ("GR", "eu_reverse_charge")])
def test_the_case_follows_from_the_clients_country(country: str, case: str) -> None:
    assert case_name(kind="company", country=country) == case


@pytest.mark.parametrize(("kind", "country"), [("company", "GB"), ("company", "US"), ("person", "BE")])
def test_a_case_without_a_rule_is_refused(kind: str, country: str) -> None:
    with pytest.raises(VatCaseNotCovered):
        case_name(kind=kind, country=country)


def test_a_belgian_vat_number_is_the_enterprise_number_behind_be() -> None:
    assert client_numbers("BE", "0403.019.261", "BE 0403.019.261").vat_number == "BE0403019261"
    with pytest.raises(NumbersDisagree):
        client_numbers("BE", "0403.019.261", "BE 0403.170.701")
    with pytest.raises(NumberMissing):
        client_numbers("BE", "", "BE 0403.019.261")
    with pytest.raises(NumberNotValid):
        client_numbers("DE", "", "BE 0403.019.261")
