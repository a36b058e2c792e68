"""What makes a person look at an order, on both sides of each rule."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.invoicing.clients.rules import Address, Client, ClientKind
from services.invoicing.events import ClientStanding
from services.invoicing.orders.rules.order import OrderState
from services.invoicing.screening.errors import AnotherPersonDecides, ClientBlocked, ScreeningNotOpen, TradeExcluded
from services.invoicing.screening.rules import (
    Risk,
    Screening,
    ScreeningState,
    Surroundings,
    assert_may_appeal,
    assert_may_decide,
    content_of,
    risks_of,
)
from shared.money import Money
from tests.unit.invoicing.orders.orders import TODAY, order

CLIENT = Client(
    client_id="cli", kind=ClientKind.COMPANY, name="Coin", enterprise_number="", vat_number="", language="fr",
    email="compta@coin.example", address=Address(street="", postcode="", city="", country="BE"))
ORDER = order(state=OrderState.DRAFTED, trade="teaching")


def known(**other: Any) -> Surroundings:
    facts: dict[str, Any] = {
        "home": "BE", "client": CLIENT, "mailbox": "compta@coin.example", "trade_rule": "open", "trade_source": "",
        "oldest_due_on": TODAY, "late_days": 60, "owed_and_ordered": Money.of("0"), "limit": Money.of("1000.00"),
        "today": TODAY}
    return Surroundings(**{**facts, **other})


@pytest.mark.parametrize(("other", "found"), [
    ({}, ()),
    ({"trade_rule": "checked"}, (Risk.TRADE_CHECKED,)),
    ({"oldest_due_on": TODAY - timedelta(days=60)}, ()),
    ({"oldest_due_on": TODAY - timedelta(days=61)}, (Risk.CLIENT_LATE,)),
    ({"oldest_due_on": None}, ()),
    ({"owed_and_ordered": Money.of("0.01")}, (Risk.EXPOSURE,)),
    ({"mailbox": "Anne@COIN.example"}, ()),
    ({"mailbox": "anne@mail.example"}, (Risk.MAILBOX_ELSEWHERE,)),
    ({"mailbox": ""}, ()),
    ({"client": replace(CLIENT, email=""), "mailbox": "anne@mail.example"}, ()),
    ({"client": replace(CLIENT, standing=ClientStanding.PREPAID_ONLY)}, ()),
])
def test_each_risk_is_found_from_its_boundary_on(other: dict[str, Any], found: tuple[Risk, ...]) -> None:
    assert risks_of(ORDER, known(**other)) == found


@pytest.mark.parametrize(("place", "found"), [("", ()), ("BE", ()), ("FR", (Risk.WORK_ABROAD,))])
def test_work_abroad_is_looked_at(place: str, found: tuple[Risk, ...]) -> None:
    assert risks_of(replace(ORDER, place=place), known()) == found


def test_an_excluded_trade_and_a_blocked_client_are_refused() -> None:
    with pytest.raises(TradeExcluded):
        risks_of(ORDER, known(trade_rule="excluded"))
    with pytest.raises(ClientBlocked):
        risks_of(ORDER, known(client=replace(CLIENT, standing=ClientStanding.BLOCKED)))


def test_what_a_person_looked_at_is_asked_anew_once_any_of_it_changes() -> None:
    before = content_of(ORDER, "a@coin.example", (Risk.EXPOSURE,))
    assert content_of(replace(ORDER, title="Other"), "a@coin.example", (Risk.EXPOSURE,)) == before
    assert content_of(replace(ORDER, place="FR"), "a@coin.example", (Risk.EXPOSURE,)) != before
    assert content_of(ORDER, "b@coin.example", (Risk.EXPOSURE,)) != before
    assert content_of(ORDER, "a@coin.example", (Risk.CLIENT_LATE,)) != before


def screening(state: ScreeningState = ScreeningState.ASKED, **other: str) -> Screening:
    facts = {"screening_id": "scr", "order_id": "ord", "number": "2026-00017", "member_id": "mbr", "decided_by": "",
             "decision": "", "appeal": "", **other}
    return Screening(risks=(Risk.EXPOSURE,), state=state, asked_on=date(2026, 9, 1), **facts)


def test_neither_who_works_the_order_nor_who_refused_it_decides() -> None:
    assert_may_decide(screening(), actor="advisor-1")
    with pytest.raises(AnotherPersonDecides):
        assert_may_decide(screening(), actor="mbr")
    with pytest.raises(AnotherPersonDecides):
        assert_may_decide(screening(decided_by="advisor-1"), actor="advisor-1")
    with pytest.raises(ScreeningNotOpen):
        assert_may_decide(screening(ScreeningState.APPROVED), actor="advisor-1")


def test_only_what_was_refused_is_appealed_and_once() -> None:
    assert_may_appeal(screening(ScreeningState.REFUSED))
    for other in (screening(), screening(ScreeningState.REFUSED, appeal="Please")):
        with pytest.raises(ScreeningNotOpen):
            assert_may_appeal(other)
