"""Germany and Austria: VAT cases with the rates of their laws, clients' numbers, creditor references, words."""

from datetime import date
from decimal import Decimal

import pytest

from services.invoicing.bank.reads import reference_ranges
from services.invoicing.bank.rules import owner_of
from services.invoicing.clients.errors import NumberMissing, NumberNotValid
from services.invoicing.clients.rules import ClientKind, Numbers
from services.invoicing.countries.at import LAW as AUSTRIA
from services.invoicing.countries.be import LAW as BELGIUM
from services.invoicing.countries.de import LAW as GERMANY
from services.invoicing.countries.de import GermanInvoicing
from services.invoicing.countries.de.client_numbers import checked_numbers
from services.invoicing.countries.de.references import creditor_reference, read_reference
from services.invoicing.countries.de.vat import case_name, electronic_address
from services.invoicing.countries.de.words import words_of
from services.invoicing.invoices.errors import SupplyNotCovered, VatCaseNotCovered
from services.invoicing.orders.rules.prices import Supply
from services.invoicing.vat_returns.errors import VatReturnNotKnown
from shared.countries import load_tables
from shared.errors import ParameterMissing

DAY = date(2026, 4, 20)
TABLES = {code: load_tables("services.invoicing", code) for code in ("DE", "AT")}


def rate(law: GermanInvoicing, supply: Supply, country: str, kind: str = "company", vat_number: str = "") -> Decimal:
    return law.vat_case(TABLES[law.code], DAY, kind=ClientKind(kind), country=country, vat_number=vat_number,
                        supply=supply, place="").rate


def test_rates_are_those_of_the_two_laws() -> None:
    """UStG section 12: 19 and 7 %; UStG 1994 section 10: 20 and 10 %."""
    assert (rate(GERMANY, Supply.SERVICE, "DE"), rate(GERMANY, Supply.PERFORMANCE, "DE")) == (
        Decimal("0.19"), Decimal("0.07"))
    assert (rate(AUSTRIA, Supply.SERVICE, "AT"), rate(AUSTRIA, Supply.CATERING, "AT")) == (
        Decimal("0.20"), Decimal("0.10"))


def test_a_liable_client_of_another_member_state_owes_the_tax_itself_and_a_private_one_bears_that_of_home() -> None:
    found = (rate(GERMANY, Supply.SERVICE, "AT", vat_number="ATU13585627"),
             rate(GERMANY, Supply.SERVICE, "AT", "person"), rate(AUSTRIA, Supply.SERVICE, "DE", "person"),
             rate(GERMANY, Supply.COPYRIGHT, "FR", "person"))
    assert found == (Decimal(0), Decimal("0.19"), Decimal("0.20"), Decimal("0.07"))


@pytest.mark.parametrize(("law", "supply", "kind"), [
    (GERMANY, Supply.CATERING, "company"), (AUSTRIA, Supply.PERFORMANCE, "company"),
])
def test_a_supply_without_a_row_is_refused(law: GermanInvoicing, supply: Supply, kind: str) -> None:
    with pytest.raises(SupplyNotCovered):
        rate(law, supply, law.code, kind)


def test_outside_the_union_no_case_is_known() -> None:
    with pytest.raises(VatCaseNotCovered):
        case_name(kind=ClientKind.COMPANY, country="CH", vat_number="", home="DE")


def test_a_year_before_the_rates_of_today_is_refused() -> None:
    with pytest.raises(ParameterMissing):
        GERMANY.vat_case(TABLES["DE"], date(2020, 12, 31), kind=ClientKind.COMPANY, country="DE", vat_number="",
                         supply=Supply.SERVICE, place="")


def numbers(country: str, vat_number: str, kind: str = "company") -> Numbers:
    return checked_numbers(ClientKind(kind), country, Numbers(enterprise_number=" ", vat_number=vat_number), home="DE")


def test_vat_numbers_have_their_check_digits_and_the_clients_country() -> None:
    assert numbers("DE", "DE 136 695 976").vat_number == "DE136695976"
    assert numbers("DE", "").vat_number == ""
    assert numbers("AT", "", "person").vat_number == ""
    with pytest.raises(NumberMissing):
        numbers("AT", "")
    for country, wrong in (("DE", "DE136695977"), ("AT", "DE136695976")):
        with pytest.raises(NumberNotValid):
            numbers(country, wrong)


def test_companies_are_reached_under_their_vat_number_and_people_not() -> None:
    own = Numbers(enterprise_number="", vat_number="DE136695976")
    reached = electronic_address(TABLES["AT"], DAY, kind=ClientKind.COMPANY, country="DE", numbers=own)
    assert reached is not None
    assert (reached.scheme, reached.number) == ("9930", "DE136695976")
    assert electronic_address(TABLES["AT"], DAY, kind=ClientKind.PERSON, country="DE", numbers=own) is None


def test_a_reference_is_found_again_in_whatever_the_client_writes() -> None:
    reference = creditor_reference("R", 17)
    assert (reference.bare, reference.printed) == ("RF76R000000017", "RF76 R000 0000 17")
    assert read_reference("Rechnung rf76 r000 0000 17, danke") == reference.bare
    assert read_reference("RF77R000000017") == ""
    assert read_reference(f"{reference.bare} {creditor_reference('R', 18).bare}") == ""


@pytest.mark.parametrize("code", ["DE", "AT"])
def test_the_letter_behind_the_check_digits_says_whose_money_it_is(code: str) -> None:
    ranges = reference_ranges(TABLES[code], DAY)
    owners = [owner_of(ranges, came_in=True, structured_communication=creditor_reference(letter, 5).bare,
                       end_to_end_id="") for letter in ("M", "R", "X")]
    assert [one and one.owner for one in owners] == ["membership", "invoicing", None]


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_word_of_a_paper_is_there(language: str) -> None:
    assert set(words_of(language)) == set(BELGIUM.paper_words(language))
    assert words_of("fr") == words_of("en")


def test_no_return_and_no_charge_of_a_consumer_is_known() -> None:
    with pytest.raises(VatReturnNotKnown):
        AUSTRIA.vat_returns()
    with pytest.raises(ParameterMissing):
        GERMANY.charges_from(TABLES["DE"], reminded_on=DAY, by_mail=True)
