"""My expenses: receipts kept with their document, claimed once, and what an advisor decides beside the entry."""

from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.builders import FreshDatabase
from tests.portal_driver import HOME, StandInBus, money, open_portal, refusal, sign_in

PDF = b"%PDF-1.7 a receipt"
RECEIPT = {"receipt_id": "rec_1", "bought_on": "2026-11-03", "supplier": "Papierhandel Maes", "number": "77",
           "category": "supplies", "names_entity": True, "kilometres": None, "gross": money("121.00"),
           "vat": money("21.00"), "claim_id": "", "state": "saved"}
TRIP = {**RECEIPT, "receipt_id": "rec_2", "supplier": "", "number": "", "category": "mileage", "kilometres": "42.5",
        "gross": money("18.20"), "vat": money("0.00")}
LINE = {**RECEIPT, "receipt_id": "rec_3", "refunded": money("100.00"), "vat_share": "1", "deductible": money("17.36"),
        "cost": money("82.64"), "source": "Art. 45"}
ASKED = {"claim_id": "exp_1", "activity_id": "act_1", "member_id": "mbr_1", "state": "asked", "asked_on": "2026-11-20",
         "refunded": money("100.00"), "deductible": money("17.36"), "cost": money("82.64"), "decided_on": None,
         "reason": "", "booked_on": None, "paid_on": None, "lines": [LINE]}
EXPENSES = {"receipts": [RECEIPT, TRIP, {**RECEIPT, "state": "dropped", "supplier": "Nobody"}],
            "claims": [ASKED, {**ASKED, "claim_id": "exp_2", "state": "refused", "reason": "Not for the work."},
                       {**ASKED, "claim_id": "exp_3", "state": "returned",
                        "lines": [{**LINE, **TRIP, "refunded": money("18.20")}]}],
            "activities": [{"activity_id": "act_1", "name": "Illustration", "available": money("64.00"),
                            "approved": money("30.00")}]}
WRITTEN = {"bought_on": "2026-11-03", "supplier": " Papierhandel Maes ", "gross": "1.121,00", "category": "supplies",
           "country": "BE", "names_entity": "1", "rate-1": "21 %", "base-1": "926,45", "vat-1": "194.55",
           "request_id": "r1"}

Portal = tuple[TestClient, StandInBus]


@pytest.fixture
def portal(fresh_database: FreshDatabase) -> Iterator[Portal]:
    browser, bus = open_portal(fresh_database("services.portal"), {"invoicing.get_expenses": EXPENSES})
    with browser:
        sign_in(browser, "member")
        yield browser, bus


def _sent(bus: StandInBus, target: str) -> list[dict[str, Any]]:
    return [kwargs for asked, kwargs in bus.asked if asked == target]


def _keep(browser: TestClient, content: bytes = PDF, **changed: str) -> Any:
    return browser.post("/en/expenses/receipt", data=WRITTEN | changed, files={"file": ("x", content)}, headers=HOME)


def test_the_page_tells_what_can_be_refunded_what_is_kept_and_where_each_claim_stands(portal: Portal) -> None:
    browser, bus = portal
    page = browser.get("/en/expenses?year=2025")
    assert (page.headers["server-timing"], dict(bus.asked)["invoicing.get_expenses"]) == (
        "waves;dur=1", {"member_id": "member-1", "year": 2025})
    assert all(told in page.text for told in (
        "Illustration", "64.00", "30.00", "Journey with my own car, 42.5 km", "Papierhandel Maes",
        "waits for an advisor", "Not for the work.", "back from the bank"))
    assert "Nobody" not in page.text, "what was dropped is gone"
    assert page.text.count('value="withdraw"') == page.text.count('value="again"') == 1


def test_with_invoicing_away_one_sentence_stands_in_its_place(portal: Portal) -> None:
    browser, bus = portal
    bus.answers["invoicing.get_expenses"] = refusal("no_answer")
    page = browser.get("/en/expenses")
    assert (page.status_code, page.text.count("cannot be shown right now")) == (200, 1)


def test_a_receipt_is_kept_with_its_document_once_however_often_the_form_is_sent(portal: Portal) -> None:
    browser, bus = portal
    assert [_keep(browser).status_code for _ in range(2)] == [303, 303]
    first, second = _sent(bus, "invoicing.keep_receipt")
    assert first == second == {
        "member_id": "member-1", "bought_on": "2026-11-03", "supplier": "Papierhandel Maes", "supplier_number": "",
        "number": "", "country": "BE", "category": "supplies", "names_entity": True, "gross": money("1121.00"),
        "taxes": [{"rate": "0.21", "base": money("926.45"), "vat": money("194.55")}],
        "media_type": "application/pdf", "content_base64": b64encode(PDF).decode(), "request_id": "r1"}


@pytest.mark.parametrize(("content", "changed", "place"), [
    (b"", {}, "file"), (b"MZ a program", {}, "file"), (PDF + b"x" * 700_000, {}, "file"),
    (PDF, {"gross": "a lot"}, "gross"), (PDF, {"supplier": " "}, "supplier"), (PDF, {"vat-1": ""}, "rate-1"),
])
def test_what_lacks_on_a_receipt_is_told_at_its_field_and_nothing_is_typed_twice(
    portal: Portal, content: bytes, changed: dict[str, str], place: str,
) -> None:
    browser, bus = portal
    answer = _keep(browser, content, **changed)
    assert (answer.status_code, _sent(bus, "invoicing.keep_receipt")) == (422, [])
    assert f'href="#{place}"' in answer.text
    assert 'value="926,45"' in answer.text


@pytest.mark.parametrize(("code", "place"), [
    ("entity_not_named", '"#names_entity"'), ("receipt_kept_before", "kept already"),
])
def test_what_invoicing_refuses_of_a_receipt_is_explained(portal: Portal, code: str, place: str) -> None:
    browser, bus = portal
    bus.answers["invoicing.keep_receipt"] = refusal(code)
    answer = _keep(browser)
    assert (answer.status_code, place in answer.text) == (422, True)


def test_a_journey_is_kept_once_and_its_kilometres_are_read_with_a_comma(portal: Portal) -> None:
    browser, bus = portal
    form = {"driven_on": "2026-11-04", "starts_at": "Gent", "ends_at": "Aalst", "kilometres": "42,5",
            "purpose": "Labels", "request_id": "r1"}
    assert [browser.post("/en/expenses/trip", data=form, headers=HOME).status_code for _ in range(2)] == [303, 303]
    first, second = _sent(bus, "invoicing.keep_trip")
    assert first == second == {**form, "member_id": "member-1", "kilometres": "42.50"}
    answer = browser.post("/en/expenses/trip", data=form | {"kilometres": "far"}, headers=HOME)
    assert (answer.status_code, 'href="#kilometres"' in answer.text) == (422, True)


@pytest.mark.parametrize(("form", "command", "asked"), [
    ({"act": "claim", "activity_id": "act_1", "payee_name": "Amina", "iban": "BE1", "receipt": ["rec_1", "rec_2"]},
     "claim_expenses", {"activity_id": "act_1", "payee_name": "Amina", "iban": "BE1",
                        "receipt_ids": ["rec_1", "rec_2"]}),
    ({"act": "drop", "receipt_id": "rec_1"}, "drop_receipt", {"receipt_id": "rec_1"}),
    ({"act": "withdraw", "claim_id": "exp_1"}, "withdraw_expense_claim", {"claim_id": "exp_1"}),
    ({"act": "again", "claim_id": "exp_3", "payee_name": "Amina", "iban": "BE2"}, "send_expense_claim_again",
     {"claim_id": "exp_3", "payee_name": "Amina", "iban": "BE2"}),
])
def test_each_act_has_one_effect(portal: Portal, form: Any, command: str, asked: dict[str, Any]) -> None:
    browser, bus = portal
    sent = [browser.post("/en/expenses", data={**form, "request_id": "r1"}, headers=HOME).status_code for _ in range(2)]
    assert (sent, _sent(bus, f"invoicing.{command}")) == ([303, 303], [{**asked, "request_id": "r1"}] * 2)


def test_a_claim_of_nothing_is_not_sent_and_an_account_that_no_bank_pays_is_explained(portal: Portal) -> None:
    browser, bus = portal
    form = {"act": "claim", "activity_id": "act_1", "payee_name": "Amina", "iban": "BE1"}
    assert browser.post("/en/expenses", data=form, headers=HOME).status_code == 422
    assert _sent(bus, "invoicing.claim_expenses") == []
    bus.answers["invoicing.claim_expenses"] = refusal("account_not_reachable")
    answer = browser.post("/en/expenses", data=form | {"receipt": "rec_1"}, headers=HOME)
    assert (answer.status_code, "No bank transfer reaches this account" in answer.text) == (422, True)
    assert browser.post("/en/expenses", data={"act": "approve"}, headers=HOME).status_code == 404


def test_the_document_is_given_as_it_was_kept_and_somebody_elses_does_not_exist(portal: Portal) -> None:
    browser, bus = portal
    bus.answers["invoicing.get_receipt_file"] = {
        "name": "rec_1.pdf", "media_type": "application/pdf", "content_base64": b64encode(PDF).decode()}
    given = browser.get("/en/expenses/receipts/rec_1")
    assert (given.content, given.headers["content-disposition"]) == (PDF, 'attachment; filename="rec_1.pdf"')
    bus.answers["invoicing.get_receipt_file"] = refusal("not_allowed")
    assert browser.get("/en/expenses/receipts/rec_1").status_code == 404


@pytest.mark.parametrize(("form", "command", "asked"), [
    ({"act": "approve_claim"}, "approve_expense_claim", {}),
    ({"act": "refuse_claim", "reason": "Private."}, "refuse_expense_claim", {"reason": "Private."}),
])
def test_an_advisor_decides_on_a_claim_beside_its_receipts_once(
    portal: Portal, form: dict[str, str], command: str, asked: dict[str, str],
) -> None:
    browser, bus = portal
    sign_in(browser, "advisor")
    bus.answers["invoicing.list_expense_claims"] = [ASKED]
    page = browser.get("/en/desk").text
    assert all(told in page for told in ("Papierhandel Maes", "100.00", "of 121.00", "/expenses/receipts/rec_3"))
    sent = [browser.post("/en/desk", data={**form, "ref": "exp_1", "request_id": "r1"}, headers=HOME).status_code
            for _ in range(2)]
    assert (sent, _sent(bus, f"invoicing.{command}")) == (
        [303, 303], [{"claim_id": "exp_1", "request_id": "r1", **asked}] * 2)
