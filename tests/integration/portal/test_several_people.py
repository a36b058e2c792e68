"""Several people on one order, and deposits: who works what, written in the wizard, read by everybody on the form."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.builders import FreshDatabase
from tests.integration.portal.test_ordering import PAY, STEP
from tests.integration.portal.test_work_and_joining import ORDER
from tests.portal_driver import HOME, StandInBus, money, open_portal, refusal, sign_in

SHARE = {"order_id": "ord_1", "number": "2026-00003", "state": "signed", "member_id": "member-1", "joined_to": None,
         "days": 5, "hours": "38", "amount": money("1000.00")}
OTHERS = {**SHARE, "order_id": "ord_2", "number": "2026-00004", "member_id": "mbr_2", "joined_to": "ord_1",
          "days": 1, "amount": money("333.33")}
NAMES = [{"member_id": "member-1", "number": 1, "name": "Amina Lambrechts"},
         {"member_id": "mbr_2", "number": 2, "name": "Tomas Berg"}]
DEPOSIT = {"invoice_id": "inv_d", "number": "2026/000007", "order_id": "ord_1", "order_number": "2026-00003",
           "title": "A guide", "client_name": "Brouwerij", "member_id": "member-1", "part": 1, "state": "open",
           "issued_on": "2026-09-02", "net": money("300.00"), "total": money("363.00"), "open": money("363.00"),
           "credited": money("0.00"), "deducted_by": ""}
STATEMENT = {name: money("0.00") for name in ("turnover", "fee", "budget", "expenses", "balance", "deposits", "owed",
                                              "open")} | {"turnover": money("4950.00")}
PEOPLE = [{"member_id": "mbr_2", "joined_on": "2026-09-01", "left_on": None}]
ANSWERS = {
    "invoicing.get_order": ORDER, "invoicing.list_form_shares": [SHARE, OTHERS], "membership.list_member_names": NAMES,
    "invoicing.list_deposits": [DEPOSIT, {**DEPOSIT, "state": "deducted", "deducted_by": "2026/000009"}],
    "invoicing.list_activities": [{"activity_id": "act_1", "name": "Texts", "opened_on": "2026-01-05"}],
    "invoicing.get_activity_statement": STATEMENT, "invoicing.list_participants": PEOPLE,
    "invoicing.draft_order": STEP, "payroll.quote_pay": PAY,
    "invoicing.quote_order": {"net": money("1092.00"), "fee": money("70.98"), "budget": money("1021.02")},
}
Portal = tuple[TestClient, StandInBus]


@pytest.fixture
def portal(fresh_database: FreshDatabase) -> Iterator[Portal]:
    browser, bus = open_portal(fresh_database("services.portal"), ANSWERS)
    with browser:
        sign_in(browser, "member")
        yield browser, bus


def _last(bus: StandInBus, target: str) -> dict[str, Any]:
    return [asked for name, asked in bus.asked if name == target][-1]


def test_everybody_on_a_form_reads_who_works_what_and_what_was_claimed_beforehand(portal: Portal) -> None:
    page = portal[0].get("/en/orders/ord_1")
    assert page.headers["server-timing"] == "waves;dur=3"
    assert all(told in page.text for told in ("Tomas Berg", "333.33", "2026/000007", "not paid yet",
                                              "taken off the invoice of the work", "Deposit invoiced"))


def test_who_joined_anothers_form_neither_sends_nor_ends_it_before_it_is_signed(portal: Portal) -> None:
    browser, bus = portal
    bus.answers["invoicing.get_order"] = {**ORDER, "state": "drafted", "joined_to": "ord_0"}
    page = browser.get("/en/orders/ord_1").text
    assert ("with the form of whoever wrote it" in page, "/send" in page, "/end" in page) == (True, False, False)


def test_a_deposit_is_claimed_once_and_an_amount_that_cannot_be_read_is_asked_for_again(portal: Portal) -> None:
    browser, bus = portal
    for _ in range(2):
        done = browser.post("/en/orders/ord_1/deposit", data={"net": "300,00", "part": "1", "request_id": "r"},
                            headers=HOME)
        assert (done.status_code, _last(bus, "invoicing.invoice_deposit")) == (
            303, {"order_id": "ord_1", "part": 1, "net": money("300.00"), "request_id": "r"})
    for wrong in ("", "0", "much"):
        answer = browser.post("/en/orders/ord_1/deposit", data={"net": wrong, "part": "1"}, headers=HOME)
        assert (answer.status_code, 'href="#net"' in answer.text) == (422, True)
    bus.answers["invoicing.invoice_deposit"] = refusal("order_not_in_state")
    late = browser.post("/en/orders/ord_1/deposit", data={"net": "1", "part": "1", "request_id": "q"}, headers=HOME)
    assert (late.status_code, "has moved on meanwhile" in late.text) == (422, True)


def test_the_wizard_asks_what_each_other_works_and_writes_one_form_for_all(portal: Portal) -> None:
    browser, bus = portal

    def at(step: str, **form: Any) -> Any:
        return browser.post(f"/en/orders/write/new/{step}", data=form, headers=HOME)

    line = {"month": "2026-12", "description": "Texts", "quantity": "24", "unit": "hour", "unit_price": "45,50",
            "supply": "service", "discount": "0"}
    at("client", act="choose", client_id="cli_1", client_name="Brouwerij")
    at("task", title="A guide", activity_id="act_1", trade="consulting", place="BE")
    at("days", shown="2026-12", day=["2026-12-01", "2026-12-02"], hours="7,6", act="next")
    assert at("price", **line, act="next").headers["location"].endswith("/others")
    assert "Tomas Berg" in browser.get("/en/orders/write/new/others").text
    share = {"member_id": "mbr_2", "month": "2026-12", "days": "2", "hours": "15,2", "amount": "500"}
    for field, wrong in (("days", "0"), ("days", "x"), ("hours", "60"), ("amount", "")):
        answer = at("others", **{**share, field: wrong})
        assert (answer.status_code, f'href="#{field}-1"' in answer.text) == (422, True), (field, wrong)
    assert at("others", **share).headers["location"].endswith("/check")
    check = browser.get("/en/orders/write/new/check").text
    assert all(told in check for told in ("Tomas Berg", "500.00", "1,592.00"))
    at("check", act="write", request_id="r")
    (other,) = _last(bus, "invoicing.draft_order")["others"]
    assert other == {"member_id": "mbr_2", "parts": [{
        "description": "A guide", "starts_on": "2026-12-01", "ends_on": "2026-12-02", "days": 2, "hours": "15.20",
        "amount": money("500.00")}]}


def test_without_others_in_the_activity_nothing_is_asked_of_them_nor_taken_from_a_stranger(portal: Portal) -> None:
    browser, bus = portal
    bus.answers["invoicing.list_participants"] = [{**PEOPLE[0], "left_on": "2026-10-01"}]
    browser.post("/en/orders/write/new/task", headers=HOME, data={
        "title": "A", "activity_id": "act_1", "trade": "consulting", "place": "BE"})
    page = browser.get("/en/orders/write/new/task").text
    assert ">Others<" not in page
    assert browser.get("/en/orders/write/new/others").status_code == 303


def test_an_activity_shows_its_figures_and_names_who_works_in_it(portal: Portal) -> None:
    browser, bus = portal
    page = browser.get("/en/activities/act_1")
    assert (page.headers["server-timing"], "4,950.00" in page.text, "Tomas Berg" in page.text) == (
        "waves;dur=2", True, True)
    assert browser.get("/en/activities/act_2").status_code == 404
    bus.answers["membership.find_member"] = NAMES[1]
    form = {"act": "add", "number": "2", "family_name": " Berg ", "request_id": "r"}
    assert browser.post("/en/activities/act_1", data=form, headers=HOME).status_code == 303
    assert _last(bus, "membership.find_member") == {"number": 2, "family_name": "Berg"}
    assert _last(bus, "invoicing.add_participant") == {"activity_id": "act_1", "member_id": "mbr_2", "request_id": "r"}
    bus.answers["membership.find_member"] = refusal("not_found")
    for guess in ({}, {"number": "x"}, {"family_name": ""}):
        answer = browser.post("/en/activities/act_1", data=form | guess, headers=HOME)
        assert (answer.status_code, "Nobody with this number is called so" in answer.text) == (422, True)
    browser.post("/en/activities/act_1", data={"act": "remove", "member_id": "mbr_2", "request_id": "q"}, headers=HOME)
    assert _last(bus, "invoicing.remove_participant")["member_id"] == "mbr_2"


def test_the_accountant_reads_every_deposit_and_places_money_that_is_anothers(portal: Portal) -> None:
    browser, bus = portal
    sign_in(browser, "accountant")
    page = browser.get("/en/books/deposits").text
    assert page.index("Not settled yet") < page.index("363.00") < page.index("2026/000009")
    for act, target, told in (("claim", "claim_movement", {"service": "payroll"}),
                              ("refund", "settle_refund", {"reference": "REF1"})):
        done = browser.post("/en/books", data={"act": act, "movement_id": "mov_1", "request_id": "r", **told},
                            headers=HOME)
        assert (done.status_code, _last(bus, f"invoicing.{target}")) == (
            303, {"movement_id": "mov_1", "request_id": "r", **told})
