"""What single pages do with what services answer: figures to the cent, forms that act once, errors at their field."""

import re
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from services.portal.operations.pages import SERVICES, by_event
from shared.bus.calling import NoAnswer
from tests.builders import FreshDatabase
from tests.portal_driver import HOME, StandInBus, money, open_portal, refusal, sign_in

QUOTE = "/en/earn?amount=1200&month=2026-12&day=2026-12-01&hours=7.6&household=single&children=0&go=quote"
PAY = {"net": money("611.98"), "due_on": "2026-12-10", "pay_on": "2026-12-09", "lines": [
    {"section": "wage", "code": "gross", "amount": money("703.99"), "effect": "adds", "base": None, "rate": None,
     "rule": "x@2025-01-01", "provisional": False}]}
RETURNED = {"wage_id": "wag_1", "number": "2026/000001", "pay_on": "2026-10-07", "gross": money("10.00"),
            "net": money("8.00"), "late": False, "returned_on": "2026-10-09"}
MOVEMENT = {"movement_id": "mov_1", "amount": money("121.00"), "booked_on": "2026-10-09", "communication": "thanks",
            "structured_communication": "", "counterparty_name": "Brouwerij De Vrije Tap BV"}
INVOICE = {"invoice_id": "inv_1", "client_id": "cli_1", "number": "2026/000001", "due_on": "2026-10-30",
           "open": money("121.00")}
FUND = {name: money("0.00") for name in ("balance", "exposure", "recovered", "lost")}

Portal = tuple[TestClient, StandInBus]


@pytest.fixture
def portal(fresh_database: FreshDatabase) -> Iterator[Portal]:
    browser, bus = open_portal(fresh_database("services.portal"))
    with browser:
        yield browser, bus


def _quoting(bus: StandInBus, pay: Any) -> None:
    order = {"net": money("1200.00"), "fee": money("78.00"), "budget": money("1122.00")}
    bus.answers = {"invoicing.quote_order": order, "payroll.quote_pay": pay}


def test_a_visitor_is_told_what_the_services_answer(portal: Portal) -> None:
    browser, bus = portal
    _quoting(bus, PAY)
    answer = browser.get(QUOTE)
    assert answer.status_code == 200
    assert "611.98" in answer.text
    assert "10 December 2026" in answer.text
    assert dict(bus.asked)["payroll.quote_pay"]["budget"] == money("1122.00")


def test_without_days_there_is_an_error_and_no_figure(portal: Portal) -> None:
    browser, bus = portal
    answer = browser.get(QUOTE.replace("&day=2026-12-01", ""))
    assert (answer.status_code, bus.asked) == (422, [])
    assert 'href="#days"' in answer.text
    assert 'class="big"' not in answer.text


@pytest.mark.parametrize(("code", "place"), [
    ("parameter_missing", "days"), ("household_not_supported", "household"), ("budget_too_small", "amount"),
    ("something_new", ""),
])
def test_what_payroll_refuses_is_said_at_the_field(portal: Portal, code: str, place: str) -> None:
    browser, bus = portal
    _quoting(bus, refusal(code))
    answer = browser.get(QUOTE)
    assert answer.status_code == 422
    assert (f'href="#{place}"' in answer.text) is bool(place)
    assert 'role="alert"' in answer.text


def test_the_quotes_address_holds_nothing_that_says_who_asks(portal: Portal) -> None:
    assert portal[0].get("/en/earn").text.count('<form method="get"') == 1


def test_the_payslip_is_the_services_byte_for_byte(portal: Portal) -> None:
    browser, bus = portal
    sign_in(browser, "member")
    pdf = bytes(range(256)) * 4
    bus.answers["payroll.get_payslip"] = {"number": "2026/000001", "pdf": b64encode(pdf).decode()}
    answer = browser.get("/en/wages/wag_1/payslip.pdf")
    assert (answer.content, answer.headers["content-type"]) == (pdf, "application/pdf")
    assert answer.headers["content-disposition"] == 'attachment; filename="payslip-2026-000001.pdf"'


def _waiting(matter: str, **known: Any) -> dict[str, Any]:
    return {"matter": matter, "order_id": "ord_1", "wage_id": None, "declaration_id": None, "since": "2026-10-09",
            "why": "", "worker": "Zoé", "leads_on": "payroll_clerk", **known}


def test_a_wage_that_came_back_is_sent_again_once_however_often_the_form_is_sent(portal: Portal) -> None:
    browser, bus = portal
    sign_in(browser, "payroll_clerk")
    bus.answers["payroll.list_waiting"] = [_waiting("payment_returned", wage_id="wag_1")]
    key = re.findall(r'name="request_id" value="([^"]+)"', browser.get("/en/pay-run").text)[-1]
    form = {"act": "again", "wage_id": "wag_1", "request_id": key}
    for _ in range(2):  # a double click, or back and again
        assert browser.post("/en/pay-run", data=form, headers=HOME).status_code == 303
    sent = [kwargs for target, kwargs in bus.asked if target == "payroll.send_wage_again"]
    assert sent == [{"wage_id": "wag_1", "request_id": form["request_id"]}] * 2
    again = browser.get("/en/pay-run").text
    assert form["request_id"] not in again, "a page that is shown anew holds a new key"


def test_a_service_that_says_no_is_explained_on_the_page(portal: Portal) -> None:
    browser, bus = portal
    sign_in(browser, "payroll_clerk")
    bus.answers["payroll.send_wage_again"] = refusal("wage_not_returned")
    answer = browser.post("/en/pay-run", data={"act": "again", "wage_id": "wag_1", "request_id": "r"}, headers=HOME)
    assert answer.status_code == 422
    assert "somebody was faster" in answer.text


def test_what_waits_stands_under_its_reason_the_clerks_own_steps_first(portal: Portal) -> None:
    browser, bus = portal
    sign_in(browser, "payroll_clerk")
    bus.answers["payroll.list_waiting"] = [
        _waiting("no_answer", leads_on="authority"), _waiting("wage_blocked", why="worker_not_registered"),
        _waiting("late_declaration", declaration_id="dec_1"), _waiting("wage_blocked", why="nothing_worked")]
    text = browser.get("/en/pay-run").text
    places = [text.index(told) for told in ("The work had begun before", "A wage could not be worked out",
                                            "The authority has not answered")]
    assert places == sorted(places)
    assert text.count("A wage could not be worked out") == 1
    bus.answers["payroll.list_waiting"] = [
        _waiting("due_claimed", leads_on="authority", order_id=None, worker="", about="due_1", amount=money("-5.00"))]
    assert all(told in browser.get("/en/pay-run").text for told in ("An authority owes money back", "5.00"))
    assert all(told in text for told in ("Data for the payslip are missing", "No worked days", "<strong>3</strong>"))


RUN = {"run_id": "run_1", "day": "2026-10-07", "state": "proposed", "count": 2, "total": money("4522.64"),
       "cut_off": "2026-10-07T12:00:00+00:00", "proposed_by": "payroll_clerk-1", "proposed_on": "2026-10-06",
       "blocked": 1, "sent": 0, "paid": 0, "returned": 0, "rejected": 0, "differences": [
           {"wage_id": "wag_1", "member_id": "mbr_1", "worker": "Zoé", "difference": "much_more",
            "net": money("2261.32"), "before": money("900.00")}]}


def test_whoever_proposed_a_run_leaves_it_to_a_second_person(portal: Portal) -> None:
    browser, bus = portal
    bus.answers |= {"payroll.propose_pay_run": RUN, "payroll.get_pay_run": RUN}
    sign_in(browser, "payroll_clerk")
    form = {"act": "propose", "day": "2026-10-07", "request_id": "r1"}
    assert browser.post("/en/pay-run", data=form, headers=HOME).headers["location"] == "/en/pay-run/run_1"
    own = browser.get("/en/pay-run/run_1").text
    assert ('value="approve"' in own, 'value="reopen"' in own, "more than twice as much" in own) == (False, True, True)
    sign_in(browser, "board")
    assert 'value="approve"' in browser.get("/en/pay-run/run_1").text
    done = [browser.post("/en/pay-run/run_1", data={"act": "approve", "request_id": "r2"}, headers=HOME).status_code
            for _ in range(2)]
    assert (done, [asked for target, asked in bus.asked if target == "payroll.approve_pay_run"]) == (
        [303, 303], [{"run_id": "run_1", "request_id": "r2"}] * 2)


def test_the_board_approves_and_neither_proposes_nor_sends(portal: Portal) -> None:
    browser, bus = portal
    bus.answers["payroll.get_pay_run"] = {**RUN, "state": "approved"}
    sign_in(browser, "board")
    assert 'value="send"' not in browser.get("/en/pay-run/run_1").text
    assert browser.post("/en/pay-run/run_1", data={"act": "send"}, headers=HOME).status_code == 404
    assert browser.post("/en/pay-run", data={"act": "propose"}, headers=HOME).status_code == 404
    sign_in(browser, "payroll_clerk")
    assert 'value="send"' in browser.get("/en/pay-run/run_1").text


def test_a_run_that_is_late_for_the_bank_is_explained(portal: Portal) -> None:
    browser, bus = portal
    sign_in(browser, "board")
    bus.answers |= {"payroll.get_pay_run": RUN, "payroll.approve_pay_run": refusal("request_expired")}
    answer = browser.post("/en/pay-run/run_1", data={"act": "approve", "request_id": "r"}, headers=HOME)
    assert (answer.status_code, "propose it anew" in answer.text) == (422, True)


def test_money_is_placed_on_the_invoice_that_is_chosen(portal: Portal) -> None:
    browser, bus = portal
    sign_in(browser, "accountant")
    bus.answers = {"invoicing.list_unmatched_movements": [MOVEMENT], "invoicing.list_invoices": [INVOICE],
                   "invoicing.list_bank_gaps": [], "invoicing.list_client_accounts": [],
                   "invoicing.list_set_aside_documents": [
                       {"invoice_id": "inv_2", "number": "2026/000002", "reason": "no font", "since": "2026-10-09"}],
                   "invoicing.list_clients": [{"client_id": "cli_1", "name": "Brouwerij"}],
                   "payroll.get_guarantee_fund": FUND}
    text = browser.get("/en/books").text
    form = dict(re.findall(r'name="(movement_id|request_id)" value="([^"]+)"', text))
    refused = browser.post("/en/books", data={**form, "act": "place"}, headers=HOME)
    assert refused.status_code == 422, "no invoice was chosen"
    for act, command, whose in (("place", "match_movement", {"invoice_id": "inv_1"}),
                                ("credit", "credit_movement", {"client_id": "cli_1"}),
                                ("own", "book_own_movement", {"account": "bank_costs"})):
        done = browser.post("/en/books", data={**form, **whose, "act": act}, headers=HOME)
        assert (done.status_code, done.headers["location"]) == (303, "/en/books")
        assert bus.asked[-1] == (f"invoicing.{command}", {**form, **whose})
    browser.post("/en/books", data={"act": "retry", "invoice_id": "inv_2", "request_id": "r2"}, headers=HOME)
    assert ("no font" in text, bus.asked[-1]) == (
        True, ("invoicing.retry_document", {"invoice_id": "inv_2", "request_id": "r2"}))


RETURN = {"return_id": "vat_1", "starts_on": "2026-07-01", "ends_on": "2026-09-30", "due_on": "2026-10-25",
          "grids": [{"grid": "54", "amount": money("210.00")}], "balance": money("-12.00"), "documents": 2, "late": 0,
          "controls": [{"rule": "x", "agrees": True, "sentence": "x"}], "state": "refused", "reference": ""}


def test_a_vat_return_is_closed_once_and_a_refused_one_leaves_again(portal: Portal) -> None:
    browser, bus = portal
    sign_in(browser, "accountant")
    bus.answers = {"invoicing.preview_vat_return": RETURN, "invoicing.list_vat_returns": [RETURN]}
    text = browser.get("/en/books/vat").text
    assert all(told in text for told in ("claimed back", "1 control agrees.", 'name="refund"', 'value="again"'))
    forms = [{"act": "close", "refund": "yes", "request_id": "r1"}] * 2 + [
        {"act": "again", "return_id": "vat_1", "request_id": "r2"}]
    assert [browser.post("/en/books/vat", data=form, headers=HOME).status_code for form in forms] == [303] * 3
    assert [asked for asked in bus.asked if "request_id" in asked[1]] == [
        ("invoicing.close_vat_return", {"request_id": "r1", "refund": True})] * 2 + [
        ("invoicing.send_vat_return_again", {"request_id": "r2", "return_id": "vat_1"})]


TREASURY = {"bank": money("1610.00"), "habit_days": 28, "habit_known": 3, "doubtful": money("605.00"),
            "later": money("0.00"), "flows": [{"starts_on": "2026-12-24", "flow": "invoices", "count": 1,
                                               "amount": money("121.00")}]}
EXPECTED = {"flow": "invoices", "document": "inv_1", "number": "2026/000001", "client_id": "cli_1", "doubtful": False,
            "due_on": "2026-11-26", "expected_on": "2026-12-24", "amount": money("121.00")}


def test_the_weeks_ahead_lead_to_the_documents_behind_a_figure_and_say_which_part_is_away(portal: Portal) -> None:
    browser, bus = portal
    sign_in(browser, "accountant")
    bus.answers = {"invoicing.get_treasury": TREASURY, "invoicing.list_expected_money": [EXPECTED],
                   "payroll.list_obligations": refusal("unknown_service"), "payroll.get_guarantee_fund": FUND,
                   "membership.list_claims": [], "invoicing.list_clients": [
                       {"client_id": "cli_1", "name": "Brouwerij"}]}
    text = browser.get("/en/books/treasury").text
    assert all(told in text for told in ("1,610.00", "605.00", "What payroll owes", "28 days after the due day"))
    assert "The documents behind it" not in text
    text = browser.get("/en/books/treasury?flow=invoices&week=2026-12-24").text
    assert all(told in text for told in ("The documents behind it", "2026/000001", "Brouwerij"))
    assert dict(bus.asked)["invoicing.list_expected_money"] == {
        "flow": "invoices", "first": "2026-12-24", "last": "2026-12-30"}
    assert "The documents behind it" not in browser.get("/en/books/treasury?flow=gold&week=2026-12-24").text


READ = {"account": "BE71 0961 2345 6769", "identity": "2026-210", "closing_on": "2026-10-09", "opening": money("10.00"),
        "closing": money("131.00"), "money_in": money("121.00"), "money_out": money("0.00"), "movements": 1,
        "repeated": False}


def test_a_bank_file_is_looked_into_and_taken_in_as_the_bank_wrote_it_once_it_is_confirmed(portal: Portal) -> None:
    browser, bus = portal
    sign_in(browser, "accountant")
    bus.answers["invoicing.preview_bank_statement"] = [READ]
    written = "0000009102672505        Caf\u00e9\r\n1  \n"
    shown = browser.post("/en/books/bank", data={"act": "preview"}, headers=HOME,
                         files={"file": ("bank.txt", written.encode("latin-1"))})
    assert (shown.status_code, "121.00" in shown.text) == (200, True)
    assert [target for target, _ in bus.asked] == ["invoicing.preview_bank_statement"], "nothing is booked yet"
    form = dict(re.findall(r'name="(content|request_id)" value="([^"]+)"', shown.text))
    for _ in range(2):
        done = browser.post("/en/books/bank", data={**form, "act": "take_in"}, headers=HOME)
        assert done.headers["location"] == "/en/books"
    taken = [asked for target, asked in bus.asked if target == "invoicing.ingest_bank_statement"]
    assert taken == [{"file_format": "coda", "content": written, "request_id": form["request_id"]}] * 2


@pytest.mark.parametrize(("content", "code", "told"), [
    (b"", "", "Choose the file"), (b"<Document/>", "bank_file_not_read", "cannot be read"),
    (b"<Document/>", "balance_broken", "does not follow from its movements"),
])
def test_a_file_that_is_none_is_said_at_its_field(portal: Portal, content: bytes, code: str, told: str) -> None:
    browser, bus = portal
    sign_in(browser, "accountant")
    bus.answers["invoicing.preview_bank_statement"] = refusal(code)
    answer = browser.post("/en/books/bank", data={"act": "preview"}, headers=HOME,
                          files={"file": ("bank.xml", content)})
    assert (answer.status_code, 'href="#file"' in answer.text, told in answer.text) == (422, True, True)


@pytest.mark.parametrize(("path", "size", "status"), [
    ("/en/books/bank", 1_300 * 1024, 413), ("/en/books", 64 * 1024, 413),
])
def test_only_the_page_of_the_bank_file_takes_a_large_form(portal: Portal, path: str, size: int, status: int) -> None:
    browser, _ = portal
    sign_in(browser, "accountant")
    assert browser.post(path, data={"content": "x" * size}, headers=HOME).status_code == status


def test_a_country_without_a_vat_return_says_so_and_shows_the_rest(portal: Portal) -> None:
    browser, bus = portal
    sign_in(browser, "accountant")
    bus.answers["invoicing.preview_vat_return"] = refusal("vat_return_not_known")
    answer = browser.get("/en/books/vat")
    assert (answer.status_code, "is not known for this country" in answer.text) == (200, True)


def test_what_waits_is_told_by_due_day_and_goes_when_it_is_done(portal: Portal) -> None:
    browser, bus = portal
    sign_in(browser, "payroll_clerk")
    bus.answers = {"payroll.list_blocked_wages": [{"code": "nothing_worked", "pay_on": "2026-10-08"}],
                   "payroll.list_wages": [RETURNED], "payroll.list_declarations": [{"starts_on": "2026-10-01"}]}
    text = browser.get("/en").text
    order = [text.index(what) for what in ("Decide on a late declaration", "No worked days", "A wage came back")]
    assert order == sorted(order)
    bus.answers = {}
    assert "Nothing waits for you." in browser.get("/en").text


def test_what_waits_elsewhere_is_told_although_one_service_is_away(portal: Portal) -> None:
    browser, bus = portal
    sign_in(browser, "accountant")
    bus.answers = {"invoicing.list_unmatched_movements": [MOVEMENT],
                   "membership.list_unplaced_payments": NoAnswer(method="x", seconds=2.5)}
    text = browser.get("/en").text
    assert "Money waits for its owner" in text
    assert "Shares without an owner cannot be shown right now." in text


def test_no_page_needs_more_than_three_waves(portal: Portal) -> None:
    browser, bus = portal
    _quoting(bus, PAY)
    assert browser.get(QUOTE).headers["server-timing"] == "waves;dur=2"


def _standing(service: str) -> dict[str, Any]:
    parked = [{"event": "invoicing.work_completed", "code": code, "count": count, "first": first,
               "last": "2026-11-26T08:00:00+00:00"}
              for code, count, first in (("behind", 3, "2026-11-25T08:00:00+00:00"),
                                         ("undecodable", 1, "2026-11-24T08:00:00+00:00"))]
    return {"service": service, "parked": parked, "jobs": [
        {"job": "send_wages", "business_on": "2026-11-26", "state": "running", "done": 3, "total": 9,
         "last_done_on": "2026-11-25"}]}


def test_the_operator_sees_how_the_services_stand_and_nobody_else_does(portal: Portal) -> None:
    browser, bus = portal
    bus.answers |= {f"{name}.health": {"ready": True, "checks": {}} for name in SERVICES}
    bus.answers |= {f"{name}.standing": {"parked": [], "jobs": []} for name in SERVICES}
    bus.answers |= {"payroll.health": {"ready": False, "checks": {"payroll_inbox": False, "payroll_rpc": True}},
                    "payroll.standing": _standing("payroll"), "invoicing.health": refusal("no_answer")}
    sign_in(browser, "ops")
    text = browser.get("/en/operations").text
    assert all(told in text for told in ("payroll_inbox", "does not answer", "behind, undecodable", ">4<", "3 / 9"))
    assert "payroll_rpc" not in text
    sign_in(browser, "board")
    assert browser.get("/en/operations").status_code == 404


def test_what_is_parked_is_grouped_by_service_and_event_the_oldest_first() -> None:
    rows = [row | {"service": name} for name in ("payroll", "governance") for row in _standing(name)["parked"]]
    later = {**rows[0], "event": "membership.member_left", "service": "payroll"}
    found = by_event([later, *rows])
    assert [(one["service"], one["event"], one["count"]) for one in found] == [
        ("governance", "invoicing.work_completed", 4), ("payroll", "invoicing.work_completed", 4),
        ("payroll", "membership.member_left", 3)]
