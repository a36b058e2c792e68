"""The accountant's page of placed money: what is wrong goes back, with a reason."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.builders import FreshDatabase
from tests.portal_driver import HOME, StandInBus, money, open_portal, refusal, sign_in

PLACED = [
    {"movement_id": "mov_1", "placing_id": "pay_1", "placed_as": "payment", "placed_on": "2026/000001",
     "matched_by": "payer_and_amount", "booked_on": "2026-10-02", "amount": money("1210.00"),
     "counterparty_name": "Brouwerij", "communication": "facture"},
    {"movement_id": "mov_2", "placing_id": "mov_2", "placed_as": "own", "placed_on": "bank_costs",
     "matched_by": "person", "booked_on": "2026-10-01", "amount": money("-3.00"), "counterparty_name": "",
     "communication": ""}]

Portal = tuple[TestClient, StandInBus]


@pytest.fixture
def portal(fresh_database: FreshDatabase) -> Iterator[Portal]:
    browser, bus = open_portal(fresh_database("services.portal"))
    with browser:
        yield browser, bus


def test_money_that_was_placed_wrongly_is_taken_back_with_a_reason(portal: Portal) -> None:
    browser, bus = portal
    sign_in(browser, "accountant")
    bus.answers = {"invoicing.list_placements": PLACED}
    text = browser.get("/en/books/placed").text
    assert all(told in text for told in (
        "It pays the invoice", "2026/000001", "by its payer and amount", "costs of the bank", "Take it back"))
    form = {"act": "undo", "movement_id": "mov_1", "request_id": "r1"}
    silent = browser.post("/en/books/placed", data=form, headers=HOME)
    assert (silent.status_code, "Say why it was placed wrongly." in silent.text) == (422, True)
    done = browser.post("/en/books/placed", data={**form, "because": "Another client"}, headers=HOME)
    assert (done.status_code, done.headers["location"]) == (303, "/en/books/placed")
    assert bus.asked[-1] == ("invoicing.undo_placement", {
        "movement_id": "mov_1", "because": "Another client", "request_id": "r1"})
    bus.answers["invoicing.undo_placement"] = refusal("client_account_used")
    refused = browser.post("/en/books/placed", data={**form, "because": "x"}, headers=HOME)
    assert (refused.status_code, "have that back first" in refused.text) == (422, True)
