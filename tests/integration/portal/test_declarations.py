"""The clerk's page of declarations: late ones are decided with a reason, refused ones declared again."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.builders import FreshDatabase
from tests.portal_driver import HOME, StandInBus, open_portal, refusal, sign_in

Portal = tuple[TestClient, StandInBus]
LATE: dict[str, Any] = {
    "declaration_id": "dec_1", "order_id": "ord_1", "member_id": "member-1", "starts_on": "2026-10-01",
    "ends_on": "2026-10-02", "state": "late", "late": True, "sent_on": None, "reference": "", "reason": "",
    "cover_id": None}

@pytest.fixture
def portal(fresh_database: FreshDatabase) -> Iterator[Portal]:
    browser, bus = open_portal(fresh_database("services.portal"))
    with browser:
        yield browser, bus


def test_a_late_declaration_is_decided_with_a_reason_and_a_refused_one_declared_again(portal: Portal) -> None:
    browser, bus = portal
    sign_in(browser, "payroll_clerk")
    bus.answers = {"payroll.list_declarations": [LATE | {"reason": "INSZ unknown"}],
                   "membership.list_member_names": [{"member_id": "member-1", "name": "Amina Haddad"}]}
    text = browser.get("/en/declarations").text
    assert all(told in text for told in ("Amina Haddad", "INSZ unknown", 'value="declare"', 'value="again"'))
    form = {"act": "declare", "declaration_id": "dec_1", "request_id": "r1"}
    silent = browser.post("/en/declarations", data=form, headers=HOME)
    assert (silent.status_code, "Say why" in silent.text) == (422, True)
    for act, declare in (("declare", True), ("refuse", False)):
        done = browser.post("/en/declarations", data={**form, "act": act, "reason": "Forgotten"}, headers=HOME)
        assert (done.status_code, done.headers["location"]) == (303, "/en/declarations")
        assert bus.asked[-1] == ("payroll.decide_late_declaration", {
            "declaration_id": "dec_1", "reason": "Forgotten", "declare": declare, "request_id": "r1"})
    browser.post("/en/declarations", data={"act": "again", "order_id": "ord_2", "request_id": "r2"}, headers=HOME)
    assert bus.asked[-1] == ("payroll.declare_again", {"order_id": "ord_2", "request_id": "r2"})
    bus.answers["payroll.decide_late_declaration"] = refusal("declaration_not_late")
    answer = browser.post("/en/declarations", data={**form, "reason": "x"}, headers=HOME)
    assert (answer.status_code, "Nothing is to be decided any more" in answer.text) == (422, True)


def test_only_a_clerk_sees_and_decides_declarations(portal: Portal) -> None:
    browser, _bus = portal
    sign_in(browser, "accountant")
    assert browser.get("/en/declarations").status_code == 404
    refused = browser.post("/en/declarations", data={"act": "declare", "declaration_id": "dec_1", "reason": "x",
                                                     "request_id": "r"}, headers=HOME)
    assert refused.status_code == 404
