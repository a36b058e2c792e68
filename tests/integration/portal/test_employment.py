"""My employment without an end: worked out, asked for, read, signed, changed, ended; and the cooperative's steps."""

import re
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from services.portal.employment.pages import DESK_ACTS, OWN_ACTS
from tests.builders import FreshDatabase
from tests.portal_driver import HOME, StandInBus, money, open_portal, refusal, sign_in

TERMS = {"place": 1, "from_on": "2036-01-01", "weekly_hours": "30.4", "gross": money("2000.00"), "because": "asked",
         "state": "asked", "reason": "", "asked_on": "2035-12-01", "digest": "", "member_signed_at": None,
         "cooperative_signed_at": None}
APPROVED = {**TERMS, "state": "approved", "digest": "ab" * 32}
SIGNED = {**APPROVED, "state": "agreed", "member_signed_at": "2035-12-02T09:00:00+00:00",
          "cooperative_signed_at": "2035-12-03T09:00:00+00:00"}
ASKED = {"employment_id": "emp_1", "order_id": "ord_9", "member_id": "member-1", "activity_id": "act_1",
         "worker": "Zoé Peeters", "state": "asked", "work": "Illustration", "when_short": "lower_hours",
         "starts_on": "2036-01-01", "asked_on": "2035-12-01", "agreed_on": None, "last_on": None, "ended_by": None,
         "end_wanted_on": None, "end_wanted_by": None, "pays_out": False, "worked_out_until": None, "holds": None,
         "waits": TERMS, "terms": [TERMS]}
RUNNING = {**ASKED, "state": "running", "agreed_on": "2035-12-03", "holds": SIGNED, "waits": None,
           "terms": [SIGNED, {**TERMS, "place": 2, "state": "refused", "reason": "Too few orders."}]}
PLANNED = {"starts_on": "2036-01-01", "ends_on": "2036-01-31", "gross": money("2000.00"), "budget": money("2951.20"),
           "left": money("1677.05")}
FUNDS = {"held": money("4628.25"), "coming": money("935.00"), "planned": money("0.00"), "lent": money("12.00"),
         "whole": money("5551.25")}
WHAT_IF = {"funds": FUNDS, "net": money("1791.10"), "lines": [], "first_month": PLANNED, "ahead": [PLANNED],
           "carried_months": 1, "short_from": "2036-02-01", "months": 12, "carries": money("310.00"),
           "least": money("1711.20")}
BUDGET = {"employment_id": "emp_1", "funds": FUNDS, "fed_by": [], "ahead": [PLANNED],
          "worked_out": [{"part": 1, "starts_on": "2035-12-01", "ends_on": "2035-12-31", "due_on": "2036-01-07",
                          "pay_on": "2036-01-07", "budget": money("2951.20"), "brought": money("2951.20"),
                          "lent": money("0.00"), "wage_id": "wag_1", "gross": money("2000.00"),
                          "net": money("1791.10"), "state": "paid"}],
          "warning": {"warned_on": "2036-01-02", "short_from": "2036-02-01", "effective_on": "2036-02-16",
                      "remedy": "lower_hours"}}
QUESTION = "/en/employment?starts_on=2036-01-01&weekly_hours=30,4&gross=2.000,00"
Portal = tuple[TestClient, StandInBus]


@pytest.fixture
def portal(fresh_database: FreshDatabase) -> Iterator[Portal]:
    browser, bus = open_portal(fresh_database("services.portal"), {
        "payroll.list_employments": [], "payroll.quote_employment": WHAT_IF,
        "payroll.get_employment_budget": BUDGET,
        "invoicing.list_activities": [{"activity_id": "act_1", "name": "Illustration"}]})
    with browser:
        sign_in(browser, "member")
        yield browser, bus


def _last(bus: StandInBus, target: str) -> dict[str, Any]:
    return [asked for name, asked in bus.asked if name == target][-1]


def test_what_it_pays_is_worked_out_by_payroll_and_asked_for_with_the_same_figures(portal: Portal) -> None:
    browser, bus = portal
    page = browser.get(QUESTION)
    assert (page.status_code, page.headers["server-timing"]) == (200, "waves;dur=2")
    assert _last(bus, "payroll.quote_employment") == {
        "member_id": "member-1", "starts_on": "2036-01-01", "weekly_hours": "30.40", "gross": money("2000.00"),
        "months": 12}
    assert all(told in page.text for told in ("1,791.10", "1 February 2036", "310.00", "1,711.20"))
    form = dict(re.findall(r'type="hidden" name="([a-z_]+)" value="([^"]*)"', page.text))
    sent = browser.post("/en/employment", headers=HOME, data={
        **form, "act": "ask", "activity_id": "act_1", "work": " Illustration ", "when_short": "notice"})
    assert (sent.status_code, sent.headers["location"]) == (303, "/en/employment?done=1")
    assert _last(bus, "payroll.ask_employment") == {
        "request_id": form["request_id"], "member_id": "member-1", "activity_id": "act_1", "when_short": "notice",
        "work": "Illustration", "starts_on": "2036-01-01", "weekly_hours": "30.40", "gross": money("2000.00")}


@pytest.mark.parametrize(("address", "field"), [
    (QUESTION.replace("2.000,00", ""), "gross"), (QUESTION.replace("2.000,00", "many"), "gross"),
    (QUESTION.replace("30,4", "0"), "weekly_hours"), (QUESTION.replace("2036-01-01", "soon"), "starts_on"),
])
def test_a_question_that_cannot_be_read_is_told_at_its_field_and_asked_of_nobody(
    portal: Portal, address: str, field: str,
) -> None:
    browser, bus = portal
    page = browser.get(address)
    assert (page.status_code, f'href="#{field}"' in page.text, 'class="big"' in page.text) == (422, True, False)
    assert "payroll.quote_employment" not in dict(bus.asked)


@pytest.mark.parametrize(("code", "field"), [
    ("wage_below_least", "#gross"), ("weekly_hours_out_of_range", "#weekly_hours"),
])
def test_what_payroll_refuses_in_the_what_if_is_told_at_its_field(portal: Portal, code: str, field: str) -> None:
    browser, bus = portal
    bus.answers["payroll.quote_employment"] = refusal(code)
    page = browser.get(QUESTION)
    assert (page.status_code, f'href="{field}"' in page.text, 'value="ask"' in page.text) == (422, True, False)


def test_whose_budget_carries_nothing_yet_is_told_so_and_may_ask_all_the_same(portal: Portal) -> None:
    browser, bus = portal
    bus.answers["payroll.quote_employment"] = refusal("nothing_to_spread")
    page = browser.get(QUESTION)
    assert (page.status_code, "no month of any wage" in page.text, 'value="ask"' in page.text) == (200, True, True)


def test_a_contract_is_read_before_it_is_signed_and_only_when_it_was_approved(portal: Portal) -> None:
    browser, bus = portal
    bus.answers["payroll.list_employments"] = [ASKED]
    waits = browser.get("/en/employment").text
    assert ('value="sign"' in waits, 'value="withdraw"' in waits, "/emp_1/1.pdf" in waits) == (False, True, False)
    bus.answers["payroll.list_employments"] = [{**ASKED, "waits": APPROVED, "terms": [APPROVED]}]
    ready = browser.get("/en/employment").text
    assert ready.index("/emp_1/1.pdf") < ready.index('value="sign"')
    bus.answers["payroll.get_employment_contract"] = {"pdf": b64encode(b"%PDF-1.7").decode(), "digest": "ab" * 32}
    assert browser.get("/en/employment/emp_1/1.pdf").content == b"%PDF-1.7"
    assert browser.get("/en/employment/emp_1/x.pdf").status_code == 404
    bus.answers["payroll.sign_employment"] = refusal("first_hour_passed")
    late = browser.post("/en/employment", data={"act": "sign", "employment_id": "emp_1", "request_id": "r"},
                        headers=HOME)
    assert (late.status_code, "Both sign before the first hour" in late.text) == (422, True)


def test_a_running_employment_shows_its_budget_its_wages_and_every_way_to_change_it(portal: Portal) -> None:
    browser, bus = portal
    bus.answers["payroll.list_employments"] = [RUNNING]
    page = browser.get("/en/employment")
    assert page.headers["server-timing"] == "waves;dur=2"
    assert all(told in page.text for told in (
        "running", "4,628.25", "/en/wages/wag_1", "fewer hours", "16 February 2036", 'value="change"',
        'value="leave"', 'value="resign"', 'value="end"'))
    for act, target, told in (
        ("change", "ask_employment_change", {"from_on": "2036-03-01", "weekly_hours": "19.00",
                                             "gross": money("1300.00")}),
        ("leave", "ask_employment_change", {"from_on": "2036-03-01", "weekly_hours": "0", "gross": money("0.00")}),
        ("end", "agree_employment_end", {"last_on": "2036-04-30"}), ("resign", "resign_employment", {}),
        ("pay_out", "choose_budget_payout", {"pays_out": True}),
        ("keep", "choose_budget_payout", {"pays_out": False}),
    ):
        done = browser.post("/en/employment", headers=HOME, data={
            "act": act, "employment_id": "emp_1", "request_id": act, "from_on": "2036-03-01", "weekly_hours": "19",
            "gross": "1300", "last_on": "2036-04-30"})
        assert (done.status_code, _last(bus, f"payroll.{target}")) == (
            303, {"employment_id": "emp_1", "request_id": act, **told})


def test_a_day_that_is_none_is_asked_for_again(portal: Portal) -> None:
    browser, bus = portal
    bus.answers["payroll.list_employments"] = [RUNNING]
    answer = browser.post("/en/employment", headers=HOME, data={"act": "leave", "employment_id": "emp_1",
                                                                "request_id": "r", "from_on": "tomorrow"})
    assert (answer.status_code, "Fill in every field." in answer.text) == (422, True)
    assert "payroll.ask_employment_change" not in dict(bus.asked)


def test_an_advisor_decides_beside_the_what_if_and_a_clerk_signs(portal: Portal) -> None:
    browser, bus = portal
    bus.answers |= {"payroll.list_employments": [RUNNING, ASKED], "payroll.get_employment": ASKED}
    sign_in(browser, "advisor")
    listed = browser.get("/en/employments").text
    assert listed.index("an advisor decides") < listed.index("running"), "what waits stands first"
    page = browser.get("/en/employments/emp_1").text
    assert all(told in page for told in ("Zoé Peeters", "1,791.10", 'value="approve"'))
    assert 'value="countersign"' not in page
    there = {"headers": HOME}
    unsaid = browser.post("/en/employments/emp_1", data={"act": "refuse", "request_id": "r1"}, **there)
    assert (unsaid.status_code, "Write why: the worker reads it." in unsaid.text) == (422, True)
    browser.post("/en/employments/emp_1", data={"act": "refuse", "reason": "No.", "request_id": "r2"}, **there)
    assert _last(bus, "payroll.decide_employment") == {
        "employment_id": "emp_1", "approved": False, "reason": "No.", "request_id": "r2"}
    assert browser.post("/en/employments/emp_1", data={"act": "countersign"}, **there).status_code == 404
    sign_in(browser, "payroll_clerk")
    bus.answers["payroll.get_employment"] = {**ASKED, "waits": APPROVED, "terms": [APPROVED]}
    assert 'value="countersign"' in browser.get("/en/employments/emp_1").text
    assert browser.post("/en/employments/emp_1", data={"act": "approve"}, **there).status_code == 404


def test_an_end_that_one_party_proposed_is_answered_by_the_other(portal: Portal) -> None:
    browser, bus = portal
    wanted = {**RUNNING, "end_wanted_on": "2036-05-31", "end_wanted_by": "cooperative"}
    bus.answers |= {"payroll.list_employments": [wanted], "payroll.get_employment": wanted}
    assert "I agree to this last day" in browser.get("/en/employment").text
    sign_in(browser, "payroll_clerk")
    assert "Agree to this last day" not in browser.get("/en/employments/emp_1").text


def test_what_waits_in_an_employment_is_a_task_of_whose_turn_it_is(portal: Portal) -> None:
    browser, bus = portal
    waits = {"matter": "employment_unsigned", "why": "member", "about": "emp_1", "worker": "Zoé Peeters",
             "since": "2035-12-01"}
    bus.answers |= {"payroll.list_waiting": [waits], "membership.get_member": {"calls": []}}
    assert "waits for your signature" in browser.get("/en").text
    sign_in(browser, "payroll_clerk")
    assert "waits for the cooperative" not in browser.get("/en").text
    bus.answers["payroll.list_waiting"] = [{**waits, "why": "cooperative"}]
    assert 'href="/en/employments/emp_1"' in browser.get("/en").text
    sign_in(browser, "advisor")
    bus.answers["payroll.list_waiting"] = [{**waits, "matter": "employment_asked", "why": ""}]
    assert "Somebody asks for an employment" in browser.get("/en").text


def test_each_command_of_an_employment_has_its_button() -> None:
    assert {act.command.partition(".")[2] for act in (*OWN_ACTS.values(), *DESK_ACTS.values())} == {
        "ask_employment", "ask_employment_change", "decide_employment", "withdraw_employment", "sign_employment",
        "countersign_employment", "resign_employment", "give_employment_notice", "agree_employment_end",
        "confirm_employment_end", "choose_budget_payout"}
