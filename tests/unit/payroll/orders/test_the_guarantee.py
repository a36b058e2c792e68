"""Whether the fund guarantees an order, without a database."""

from dataclasses import replace
from datetime import date

import pytest

from services.payroll.invoices.rules import Claim
from services.payroll.orders.errors import WageWaitsForTheClient
from services.payroll.orders.rules import Order, assert_payable, is_beyond, refused_because, stays_guaranteed
from shared.money import Money

DAY = date(2026, 9, 1)


def order(signed_how: str = "link", client_standing: str = "open") -> Order:
    return Order(order_id="ord_1", activity_id="act_1", member_id="mbr_1", client_id="cli_1", client_country="BE",
                 contract="white_collar", signed_on=DAY, starts_on=DAY, ends_on=DAY, amount=Money.of("100.00"),
                 signed_how=signed_how, client_standing=client_standing)


def claim(paid: str, credited: str = "0.00") -> Claim:
    return Claim(total=Money.of("121.00"), paid=Money.of(paid), credited=Money.of(credited),
                 written_off=Money.of("0.00"), recovered=Money.of("0.00"))


@pytest.mark.parametrize(("found", "reason"), [
    (order(), None), (order("proof"), None), (order("recorded"), None), (order("none"), "not_signed_by_client"),
    (order(client_standing="blocked"), "client_blocked"), (order("none", "blocked"), "not_signed_by_client"),
])
def test_only_the_clients_own_word_binds_the_fund(found: Order, reason: str | None) -> None:
    assert refused_because(found) == reason


def test_without_the_guarantee_the_last_cent_decides() -> None:
    assert_payable(order("none"), claim("121.00"))
    assert_payable(order("none"), claim("21.00", credited="100.00"))
    assert_payable(order(), claim("0.00"))
    with pytest.raises(WageWaitsForTheClient, match=r"120\.99"):
        assert_payable(order("none"), claim("120.99"))


@pytest.mark.parametrize(("beside", "beyond"), [("900.00", False), ("900.01", True)])
def test_a_limit_is_reached_but_not_passed(beside: str, *, beyond: bool) -> None:
    assert is_beyond(Money.of("1000.00"), order(), beside=Money.of(beside)) is beyond


def test_the_fund_keeps_its_word_while_no_more_is_wanted_of_it() -> None:
    given, more = order(), replace(order(), amount=Money.of("100.01"))
    assert stays_guaranteed(given, given)
    assert not stays_guaranteed(given, more)
    assert not stays_guaranteed(replace(given, withheld="limit_reached"), given)


@pytest.mark.parametrize("why", ["client_country", "limit_reached"])
def test_what_was_withheld_when_it_was_agreed_waits_for_the_money(why: str) -> None:
    assert refused_because(replace(order(), withheld=why)) == why
    assert refused_because(replace(order("none"), withheld=why)) == "not_signed_by_client"
