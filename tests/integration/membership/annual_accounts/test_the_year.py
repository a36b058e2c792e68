"""From closed ledgers to what the assembly decided, and to the tests before money leaves the capital."""

from base64 import b64decode
from datetime import date
from typing import Any

import pytest

from tests.integration.membership.conftest import Desk, Refused, euro

BOOKS, ON = ("accountant",), date(2027, 6, 2)
TOLD = {"entity": "main", "year": 2026, "closed_on": "2027-02-01"}


def approve(desk: Desk, to_reserve: str, approved_on: str = "2027-06-01") -> dict[str, Any]:
    found: dict[str, Any] = desk.call(
        "approve_annual_accounts", roles=BOOKS, on=ON, year=2026, approved_on=approved_on, resolution_id="rsl_7",
        to_reserve=euro(to_reserve))
    return found


def refusal(desk: Desk, to_reserve: str = "900.00", **other: Any) -> str:
    with pytest.raises(Refused) as error:
        approve(desk, to_reserve, **other)
    return error.value.code


def test_a_year_is_closed_told_approved_and_known_to_whoever_pays_out_of_the_capital(desk: Desk) -> None:
    desk.member()
    assert desk.call("get_room_for_distribution", roles=BOOKS, on=ON)["bound_by"] == "net_assets_unknown"
    own = desk.call("close_books_year", roles=BOOKS, on=date(2027, 1, 20), year=2026)
    assert (own["result"], own["net_assets"]) == (euro("0.00"), euro("30.00"))
    desk.hear("invoicing.books_year_closed", **TOLD, closing_id="ycl_" + "1" * 32, result=euro("1500.00"),
              net_assets=euro("1500.00"))
    assert refusal(desk) == "ledgers_still_open"
    desk.hear("payroll.books_year_closed", **TOLD, closing_id="ycl_" + "2" * 32, result=euro("-400.00"),
              net_assets=euro("-400.00"))
    assert refusal(desk, "1100.01") == "reserve_beyond_result"
    assert refusal(desk, approved_on="2026-12-31") == "approved_too_early"
    approved = approve(desk, "900.00")
    assert (approved["result"], approved["net_assets"], approved["carried_on"]) == (
        euro("1100.00"), euro("1130.00"), euro("200.00"))
    assert refusal(desk) == "accounts_approved_before"
    assert (desk.balance("13110"), desk.balance("1400")) == (-90_000, 90_000)
    assert desk.rows("select net_cents, unavailable_cents from net_asset_statements") == [
        {"net_cents": 113_000, "unavailable_cents": 90_000}]
    assert desk.call("get_room_for_distribution", roles=BOOKS, on=ON)["bound_by"] == "liquidity_not_found"
    assert desk.call("get_annual_accounts", roles=BOOKS, on=ON, year=2026)["approval"]["resolution_id"] == "rsl_7"
    assert desk.verify() == []


def told(ledger_result: str, *stood: tuple[str, str, str]) -> dict[str, Any]:
    return {"result": euro(ledger_result), "net_assets": euro(ledger_result), "balances": [
        {"account": account, "name": f"Account {account}", "mirror": mirror, "amount": euro(amount)}
        for account, mirror, amount in stood]}


def test_the_accounts_are_drawn_up_from_what_every_ledger_told_and_printed_for_the_assembly(desk: Desk) -> None:
    desk.member()
    desk.call("close_books_year", roles=BOOKS, on=date(2027, 1, 20), year=2026)
    desk.hear("invoicing.books_year_closed", **TOLD, closing_id="ycl_" + "1" * 32, **told(
        "65.00", ("550", "", "95.00"), ("49901", "membership", "-30.00"), ("7400", "", "-65.00")))
    desk.hear("payroll.books_year_closed", **TOLD, closing_id="ycl_" + "2" * 32, result=euro("-5.00"),
              net_assets=euro("-5.00"))
    with pytest.raises(Refused, match="payroll") as error:
        desk.call("get_annual_statement", roles=BOOKS, on=ON, year=2026)
    assert error.value.code == "balances_unknown"
    stood = told("-5.00", ("6561", "", "5.00"), ("455", "", "-5.00"))["balances"]
    desk.call("record_year_balances", roles=BOOKS, on=ON, ledger="payroll", year=2026, balances=stood)
    with pytest.raises(Refused) as error:
        desk.call("record_year_balances", roles=BOOKS, on=ON, ledger="payroll", year=2026, balances=stood)
    assert error.value.code == "ledger_year_known"
    drawn = desk.call("get_annual_statement", roles=BOOKS, on=ON, year=2026)
    assert {one["rubric"]: one["amount"]["amount"] for one in drawn["rubrics"]} == {
        "54/58": "95.00", "10/11": "30.00", "14": "60.00", "45": "5.00", "74": "65.00", "65": "5.00"}
    assert (drawn["assets"], drawn["equity"], drawn["debts"]) == (euro("95.00"), euro("90.00"), euro("5.00"))
    papers = [desk.call("get_annual_accounts_paper", roles=BOOKS, on=ON, year=2026, language=language)
              for language in ("fr", "nl", "de", "en", "en")]
    assert len({paper["digest"] for paper in papers}) == 4
    assert b64decode(papers[0]["content"]).startswith(b"%PDF")


def test_balances_of_a_year_that_was_not_told_are_refused(desk: Desk) -> None:
    stood = told("0.00", ("550", "", "5.00"), ("455", "", "-5.00"))["balances"]
    for wrong, code in ((stood, "ledger_year_unknown"), (stood[:1], "balances_disagree")):
        with pytest.raises(Refused) as error:
            desk.call("record_year_balances", roles=BOOKS, on=ON, ledger="payroll", year=2026, balances=wrong)
        assert error.value.code == code
