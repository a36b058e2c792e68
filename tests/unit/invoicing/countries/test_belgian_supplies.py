"""VAT on every kind of supply to every kind of Belgian cooperative's client: rate, category, mention, or a refusal."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.invoicing.clients.rules import ClientKind
from services.invoicing.countries.be import LAW
from services.invoicing.invoices.errors import SupplyNotCovered
from services.invoicing.invoices.rules.vat import VatCase
from services.invoicing.orders.rules.prices import Supply
from services.invoicing.vat_returns.rules import Fact
from shared.money import Money
from shared.parameters import read_tables

DAY = date(2026, 9, 12)
BE = Path(__file__).parents[4] / "services" / "invoicing" / "countries" / "be"
TABLES = read_tables(BE, "BE")
CLIENTS = {
    "home_liable": (ClientKind.COMPANY, "BE", "BE0403019261"), "home_body": (ClientKind.PUBLIC_BODY, "BE", ""),
    "home_person": (ClientKind.PERSON, "BE", ""), "home_association": (ClientKind.ASSOCIATION, "BE", ""),
    "eu_liable": (ClientKind.COMPANY, "DE", "DE136695976"), "eu_person": (ClientKind.PERSON, "FR", ""),
}


def case(supply: str, client: str, place: str = "BE") -> VatCase:
    kind, country, vat_number = CLIENTS[client]
    return LAW.vat_case(TABLES, DAY, kind=kind, country=country, vat_number=vat_number,
                        supply=Supply(supply), place=place)


@pytest.mark.parametrize(("supply", "client", "category", "rate"), [
    ("service", "home_liable", "S", "0.21"), ("service", "home_person", "S", "0.21"),
    ("service", "eu_liable", "AE", "0"), ("service", "eu_person", "S", "0.21"),
    ("performance", "home_liable", "S", "0.06"), ("performance", "home_association", "S", "0.06"),
    ("performance", "eu_liable", "AE", "0"),
    ("copyright", "home_body", "S", "0.06"), ("copyright", "home_liable", "S", "0.06"),
    ("copyright", "eu_liable", "AE", "0"), ("copyright", "eu_person", "S", "0.06"),
    ("building_work", "home_liable", "AE", "0"), ("building_work", "home_person", "S", "0.21"),
    ("building_work", "home_body", "S", "0.21"), ("building_work", "eu_liable", "S", "0.21"),
    ("building_work", "eu_person", "S", "0.21"),
    ("home_renovation", "home_person", "S", "0.06"), ("home_renovation", "home_association", "S", "0.06"),
    ("catering", "home_liable", "S", "0.12"), ("catering", "eu_liable", "S", "0.12"),
])
def test_the_case_follows_from_the_supply_the_client_and_the_place(
    supply: str, client: str, category: str, rate: str,
) -> None:
    found = case(supply, client)
    assert (found.category, str(found.rate)) == (category, rate)
    grids = LAW.vat_returns().grids(TABLES, DAY, Fact(
        kind="invoice", category=found.category, rate=found.rate, country=CLIENTS[client][1], documents=1,
        base=Money(100), vat=Money(0), example="inv"))
    assert grids is not None  # whatever can be invoiced has its grid in the return


@pytest.mark.parametrize(("supply", "client", "place"), [
    ("performance", "eu_person", "BE"),  # where the event is held: not ours to guess
    ("home_renovation", "home_liable", "BE"), ("home_renovation", "eu_person", "BE"),
    ("building_work", "home_person", ""), ("building_work", "home_liable", "FR"), ("catering", "home_liable", "NL"),
])
def test_what_no_rule_covers_is_refused(supply: str, client: str, place: str) -> None:
    with pytest.raises(SupplyNotCovered):
        case(supply, client, place)


def mentions(found: VatCase, language: str) -> tuple[str, ...]:
    return LAW.mentions(TABLES, DAY, buyer="person", language=language, vat_given_back=False, cases=[found, found])


@pytest.mark.parametrize(("supply", "client", "words"), [
    ("building_work", "home_liable", {"fr": "Autoliquidation", "nl": "Btw verlegd", "de": "Steuerschuldnerschaft",
                                      "en": "Reverse charge"}),
    ("home_renovation", "home_person", {"fr": "Taux de TVA", "nl": "Btw-tarief", "de": "Mehrwertsteuersatz",
                                        "en": "VAT rate"})])
def test_what_the_law_wants_said_is_said_once_in_the_clients_language(
    supply: str, client: str, words: dict[str, str],
) -> None:
    for language, begins in words.items():
        (said,) = mentions(case(supply, client), language)
        assert said.startswith(begins)
    assert mentions(case("service", client), "fr") == ()


def test_every_row_of_the_table_can_be_reached() -> None:
    reached = set()
    groups = {"home_liable": "liable_at_home", "home_person": "not_liable_at_home", "eu_liable": "liable_in_the_union",
              "eu_person": "not_liable_in_the_union"}
    for supply in Supply:
        for client, group in groups.items():
            try:
                case(supply, client)
            except SupplyNotCovered:
                continue
            reached.add(f"{supply} {group}")
    table: Any = {key for name, key in TABLES.names() if name == "supply_case"}
    assert table <= reached
