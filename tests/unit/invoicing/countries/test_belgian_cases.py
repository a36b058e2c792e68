"""Belgian VAT cases, and the numbers of clients."""

import pytest

from services.invoicing.clients.errors import NumberMissing, NumberNotValid, NumbersDisagree
from services.invoicing.clients.rules import ClientKind, Numbers
from services.invoicing.countries.be.client_numbers import checked_numbers
from services.invoicing.countries.be.vat import case_name
from services.invoicing.invoices.errors import VatCaseNotCovered


@pytest.mark.parametrize(("kind", "country", "vat_number", "case"), [
    ("company", "BE", "", "domestic"), ("person", "BE", "", "domestic"), ("public_body", "BE", "", "domestic"),
    ("company", "DE", "DE136695976", "eu_reverse_charge"), ("company", "GR", "", "eu_reverse_charge"),
    ("association", "FR", "FR40303265045", "eu_reverse_charge"), ("association", "FR", "", "eu_not_liable"),
    ("person", "FR", "", "eu_not_liable"), ("public_body", "LU", "", "eu_not_liable")])
def test_the_case_follows_from_who_the_client_is_and_where(kind: str, country: str, vat_number: str, case: str) -> None:
    assert case_name(kind=ClientKind(kind), country=country, vat_number=vat_number) == case


@pytest.mark.parametrize(("kind", "country"), [("company", "GB"), ("company", "US"), ("person", "CH")])
def test_a_case_without_a_rule_is_refused(kind: str, country: str) -> None:
    with pytest.raises(VatCaseNotCovered):
        case_name(kind=ClientKind(kind), country=country, vat_number="")


def numbers(country: str, enterprise_number: str, vat_number: str, kind: str = "company") -> Numbers:
    return checked_numbers(ClientKind(kind), country,
                           Numbers(enterprise_number=enterprise_number, vat_number=vat_number))


def test_a_belgian_vat_number_is_the_enterprise_number_behind_be() -> None:
    assert numbers("BE", "0403.019.261", "BE 0403.019.261").vat_number == "BE0403019261"
    with pytest.raises(NumbersDisagree):
        numbers("BE", "0403.019.261", "BE 0403.170.701")
    with pytest.raises(NumberNotValid):
        numbers("DE", "", "BE 0403.019.261")


def test_a_company_needs_its_number_and_a_person_none() -> None:
    with pytest.raises(NumberMissing):
        numbers("BE", "", "BE 0403.019.261")
    with pytest.raises(NumberMissing):
        numbers("DE", "", "")
    assert numbers("BE", "", "", kind="person") == numbers("DE", "", "", kind="association")
