"""A year is approved once every ledger told it; its result stays in the cooperative, or is carried on."""

import tomllib
from dataclasses import replace
from datetime import date
from importlib.resources import files

import pytest

from services.membership.annual_accounts.errors import LedgersStillOpen, ReserveBeyondResult
from services.membership.annual_accounts.rules import (
    LEDGERS,
    Approval,
    LedgerYear,
    accounts_of,
    assert_appropriated,
    assert_closed_everywhere,
)
from shared.money import Money

TOLD = [LedgerYear(ledger=name, entity="main", year=2026, result=Money.of(result), net_assets=Money.of(net))
        for name, result, net in (("invoicing", "1500.00", "1500.00"), ("membership", "0.00", "600000.00"),
                                  ("payroll", "-400.50", "-400.50"))]


def test_results_and_net_assets_of_all_ledgers_add_up() -> None:
    accounts = accounts_of("main", 2026, TOLD, "EUR")
    assert (str(accounts.result.amount), str(accounts.net_assets.amount)) == ("1099.50", "601099.50")
    assert (accounts.last_day, accounts.carried_on) == (date(2026, 12, 31), accounts.result)
    decided = Approval(approved_on=date(2027, 6, 1), resolution_id="rsl_1", to_reserve=Money.of("1000.00"))
    assert replace(accounts, approval=decided).carried_on == Money.of("99.50")


@pytest.mark.parametrize("missing", LEDGERS)
def test_nothing_is_approved_while_a_ledger_may_still_change_it(missing: str) -> None:
    assert_closed_everywhere(accounts_of("main", 2026, TOLD, "EUR"))
    with pytest.raises(LedgersStillOpen, match=missing):
        assert_closed_everywhere(accounts_of("main", 2026, [one for one in TOLD if one.ledger != missing], "EUR"))


@pytest.mark.parametrize(("result", "reserve", "least", "limit"), [
    ("100.00", "0.00", "0.00", "100.00"), ("0.00", "50.00", "0.00", "0.00"), ("-100.00", "30.00", "-30.00", "0.00"),
    ("-100.00", "500.00", "-100.00", "0.00")])
def test_at_most_the_result_goes_to_the_reserve_and_at_most_what_is_there_covers_a_loss(
    result: str, reserve: str, least: str, limit: str,
) -> None:
    cent, facts = Money(1), {"reserve": Money.of(reserve)}
    for allowed in (Money.of(least), Money.of(limit)):
        assert_appropriated(Money.of(result), to_reserve=allowed, **facts)
    for beyond in (Money.of(least) - cent, Money.of(limit) + cent):
        with pytest.raises(ReserveBeyondResult):
            assert_appropriated(Money.of(result), to_reserve=beyond, **facts)


@pytest.mark.parametrize("service", ["invoicing", "membership", "payroll"])
def test_the_belgian_chart_says_of_each_account_of_a_result_that_it_is_one(service: str) -> None:
    """Classes 6 and 7 of the minimum chart of accounts are results, and nothing else is."""
    chart = files(f"services.{service}.countries.be").joinpath("accounts.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(chart)["account"]
    assert {row["number"] for row in rows if row["number"][0] in "67"} == {
        row["number"] for row in rows if row.get("counts_as") == "result"}
