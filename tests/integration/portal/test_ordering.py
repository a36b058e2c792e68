"""Writing an order form: kept from step to step, written once, sent once, nobody else's business."""

import asyncio
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from psycopg_pool import AsyncConnectionPool
from starlette.testclient import TestClient

from services.portal.ordering.store import DraftStore
from shared.bus.calling import NoAnswer
from tests.builders import FreshDatabase
from tests.portal_driver import HOME, StandInBus, money, open_portal, refusal, sign_in

BEFORE = {"order_id": "ord_0", "client_id": "cli_1", "client_name": "Brouwerij", "member_id": "member-1",
          "number": "2026-00001", "state": "completed", "title": "Labels", "activity_id": "act_1",
          "starts_on": "2026-09-14", "ends_on": "2026-09-18", "amount": money("100.00")}
STEP = {"order_id": "ord_1", "number": "2026-00002", "state": "drafted", "amount": money("1092.00")}
PAY = {"net": money("611.98"), "due_on": "2026-12-10", "pay_on": "2026-12-09", "lines": []}
Portal = tuple[TestClient, StandInBus]


@pytest.fixture
def portal(database_of_the_file: FreshDatabase) -> Iterator[Portal]:
    browser, bus = open_portal(database_of_the_file("services.portal"), {
        "invoicing.list_orders": [BEFORE], "invoicing.list_activities": [{"activity_id": "act_1", "name": "Texts"}],
        "invoicing.draft_order": STEP,
        "invoicing.quote_order": {"net": money("1092.00"), "fee": money("70.98"), "budget": money("1021.02")},
        "payroll.quote_pay": PAY})
    with browser:
        sign_in(browser, "member")
        yield browser, bus


def _at(browser: TestClient, step: str, **form: Any) -> Any:
    return browser.post(f"/en/orders/write/new/{step}", data=form, headers=HOME)


def _written(browser: TestClient) -> None:
    """Every step as somebody fills it in."""
    line = {"month": "2026-12", "description": "Texts", "quantity": "24", "unit": "hour", "unit_price": "45,50",
            "supply": "service", "discount": "0"}
    steps = [_at(browser, "client", act="choose", client_id="cli_1", client_name="Brouwerij"),
             _at(browser, "task", title="A guide", activity_id="act_1", trade="consulting", place="BE"),
             _at(browser, "days", shown="2026-12", day=["2026-12-01", "2026-12-02"], hours="7,6", act="next"),
             _at(browser, "price", **line, act="next")]
    assert [answer.headers["location"].rpartition("/")[2] for answer in steps] == ["task", "days", "price", "check"]


def _sent(bus: StandInBus, target: str) -> list[dict[str, Any]]:
    return [kwargs for asked, kwargs in bus.asked if asked == target]


def test_an_order_form_is_written_and_sent_once_however_often_the_form_is(portal: Portal) -> None:
    browser, bus = portal
    _written(browser)
    page = browser.get("/en/orders/write/new/check")
    assert (page.status_code, page.headers["server-timing"], "611.98" in page.text) == (200, "waves;dur=2", True)
    assert _sent(bus, "payroll.quote_pay") == [{
        "contract": "white_collar", "budget": money("1021.02"), "ends_on": "2026-12-02", "member_id": "member-1",
        "days": [{"on": "2026-12-01", "hours": "7.60"}, {"on": "2026-12-02", "hours": "7.60"}]}]
    (key,) = re.findall(r'name="request_id" value="([^"]+)"', page.text)
    first, again = (_at(browser, "check", act="send", request_id=key).headers["location"] for _ in range(2))
    assert (first, again) == ("/en/orders/ord_1", "/en/orders")
    (drafted,), (sent,) = _sent(bus, "invoicing.draft_order"), _sent(bus, "invoicing.send_order")
    assert (drafted["request_id"], drafted["parts"][0]["amount"], drafted["trade"]) == (
        key, money("1092.00"), "consulting")
    assert sent == {"order_id": "ord_1", "request_id": f"{key}-send"}


def test_what_was_typed_survives_leaving_and_stands_for_nobody_else(portal: Portal) -> None:
    browser, _ = portal
    _at(browser, "client", act="choose", client_id="cli_1", client_name="Brouwerij")
    answer = _at(browser, "task", title="A guide", activity_id="act_1", trade="", place="BE")
    assert (answer.status_code, 'href="#trade"' in answer.text) == (422, True)
    browser.post("/en/sign-out", headers=HOME)
    sign_in(browser, "member")
    assert 'value="A guide"' in browser.get("/en/orders/write/new/task").text
    assert 'href="/en/orders/write/new/task"' in browser.get("/en/orders").text, "the list leads to what lacks"
    _at(browser, "check", act="give_up")
    assert 'href="/en/orders/write/new/client"' in browser.get("/en/orders").text


def test_a_draft_is_sealed_and_forgotten_after_thirty_days(database_of_the_file: FreshDatabase) -> None:
    url = database_of_the_file("services.portal")
    browser, _ = open_portal(url)
    with browser:
        sign_in(browser, "member")
        _at(browser, "client", act="choose", client_id="cli_1", client_name="Brouwerij De Vrije Tap")
    with psycopg.connect(url) as conn:
        ((subject, sealed, changed_at),) = conn.execute(
            "select subject, sealed, changed_at from order_drafts").fetchall()
        assert (subject, b"Brouwerij" in sealed) == ("member-1", False)
        for days, left in ((29, 1), (30, 0)):
            now = changed_at.astimezone(UTC) + timedelta(days=days, seconds=1)
            asyncio.run(_forget(url, now))
            assert conn.execute("select count(*) from order_drafts").fetchone() == (left,)
            conn.commit()


async def _forget(url: str, now: datetime) -> None:
    async with AsyncConnectionPool(url, min_size=1, max_size=1) as pool:
        await DraftStore(pool, "s" * 32, lambda: now).forget_old()


def test_similar_clients_are_offered_before_another_is_registered(portal: Portal) -> None:
    browser, bus = portal
    assert "Register a new client" not in browser.get("/en/orders/write/new/client?name=Br").text
    bus.answers["invoicing.list_similar_clients"] = [
        {"client_id": "cli_2", "name": "Brouwerij Noord", "city": "Gent", "enterprise_number": "0403019261"}]
    text = browser.get("/en/orders/write/new/client?name=Brou").text
    assert text.index("Brouwerij Noord") < text.index("Register a new client")
    assert _sent(bus, "invoicing.list_similar_clients") == [{"name": "Brou"}]


def test_what_invoicing_refuses_of_a_client_is_said_at_the_field(portal: Portal) -> None:
    browser, bus = portal
    bus.answers["invoicing.register_client"] = refusal("number_not_valid")
    form = {"client_name": "Brouwerij", "enterprise_number": "1", "street": "Dok 1", "postcode": "9000", "city": "Gent",
            "country": "BE", "kind": "company", "language": "nl", "act": "register", "request_id": "r1"}
    answer = _at(browser, "client", **form)
    assert (answer.status_code, 'href="#enterprise_number"' in answer.text) == (422, True)
    assert 'value="Dok 1"' in answer.text
    bus.answers["invoicing.register_client"] = {"client_id": "cli_9"}
    assert _at(browser, "client", **form).headers["location"] == "/en/orders/write/new/task"
    assert _sent(bus, "invoicing.register_client")[-1] == {
        "name": "Brouwerij", "enterprise_number": "1", "vat_number": "", "street": "Dok 1", "postcode": "9000",
        "city": "Gent", "email": "", "country": "BE", "kind": "company", "language": "nl", "request_id": "r1"}


@pytest.mark.parametrize(("answer", "told"), [
    (refusal("worker_not_registered"), "Payroll does not know your household"),
    (NoAnswer(method="x", seconds=2.5), "The figure of your wage cannot be shown right now."),
])
def test_without_a_true_figure_none_is_shown_and_the_form_can_be_sent_all_the_same(
    portal: Portal, answer: Exception, told: str,
) -> None:
    browser, bus = portal
    _written(browser)
    bus.answers["payroll.quote_pay"] = answer
    text = browser.get("/en/orders/write/new/check").text
    assert (told in text, 'class="big"' in text, 'value="send"' in text) == (True, False, True)
    _at(browser, "check", act="give_up")


def test_a_form_that_may_not_leave_is_written_and_says_why_it_stays(portal: Portal) -> None:
    browser, bus = portal
    _written(browser)
    bus.answers |= {"invoicing.send_order": refusal("share_not_paid"), "invoicing.get_order": {
        **STEP, "member_id": "member-1", "client_id": "cli_1", "title": "A guide", "signed_on": None, "signed_by": "",
        "signed_how": None, "parts": [], "worked": [],
        "employment": {"declared_on": None, "insured_on": None, "refused_because": None}}}
    answer = _at(browser, "check", act="send", request_id="r1")
    assert (answer.status_code, "First your share for this year" in answer.text) == (422, True)


def test_half_a_contact_is_said_at_its_field_before_anything_is_written(portal: Portal) -> None:
    browser, bus = portal
    _written(browser)
    answer = _at(browser, "check", act="send", request_id="r1", contact_name="Els")
    assert (answer.status_code, 'href="#contact_email"' in answer.text, _sent(bus, "invoicing.draft_order")) == (
        422, True, [])
    _at(browser, "check", act="give_up")


def test_somebody_elses_order_is_not_changed(portal: Portal) -> None:
    browser, bus = portal
    bus.answers["invoicing.get_order"] = {"member_id": "somebody else"}
    assert browser.get("/en/orders/write/ord_1/days").status_code == 404


@pytest.mark.parametrize(("done", "command"), [(None, "cancel_order"), ("2026-10-02", "stop_order")])
def test_an_order_is_given_up_before_work_and_stopped_after_it(portal: Portal, done: Any, command: str) -> None:
    browser, bus = portal
    bus.answers["invoicing.get_order"] = {"order_id": "ord_1", "member_id": "member-1",
                                          "parts": [{"completed_on": done}, {"completed_on": None}]}
    form = {"reason": "client_withdrew", "note": "They moved.", "request_id": "r1"}
    assert browser.post("/en/orders/ord_1/end", data=form, headers=HOME).status_code == 303
    assert _sent(bus, f"invoicing.{command}") == [{"order_id": "ord_1", **form}]
