"""My work, becoming a member and the desk: forms that act once, errors at their field, nobody else's business."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from services.portal.joining.form import FIELDS
from shared.bus.calling import RemoteRefusal
from tests.builders import FreshDatabase
from tests.portal_driver import HOME, StandInBus, money, open_portal, refusal, sign_in

PART = {"part": 1, "description": "Texts", "starts_on": "2026-10-01", "ends_on": "2026-10-07", "days": 5,
        "hours": "38.00", "amount": money("1000.00"), "completed_on": None}
ORDER = {
    "order_id": "ord_1", "member_id": "member-1", "client_id": "cli_1", "title": "A guide", "state": "signed",
    "amount": money("1000.00"), "signed_on": "2026-09-01", "signed_by": "Hugo Delvaux", "signed_how": "link",
    "joined_to": None, "parts": [PART], "worked": [],
    "employment": {"declared_on": "2026-09-02", "insured_on": None, "refused_because": None},
}
REGISTRATION = {
    "registration_id": "reg_1", "state": "submitted", "given_name": "Noor", "family_name": "Janssens",
    "street": "Kerkstraat 4", "postcode": "2000", "town": "Antwerpen", "email": "noor@janssens.example", "phone": "",
    "language": "nl", "activity": "illustration", "city": "Gent", "reasons": [], "submitted_on": "2026-11-26",
    "verified_on": None, "decided_on": None, "session_met": True, "steps_missing": [],
    "legal_name": "", "enterprise_number": "", "member_id": "",
}
NAMES = [field.name for field in FIELDS]
ANSWERS = dict.fromkeys(NAMES, "x") | {"language": "nl", "request_id": "r1"}

Portal = tuple[TestClient, StandInBus]


@pytest.fixture
def portal(fresh_database: FreshDatabase) -> Iterator[Portal]:
    browser, bus = open_portal(fresh_database("services.portal"), {
        "invoicing.get_order": ORDER, "membership.get_registration": REGISTRATION})
    with browser:
        yield browser, bus


def _sent(bus: StandInBus, target: str) -> list[dict[str, Any]]:
    return [kwargs for asked, kwargs in bus.asked if asked == target]


def _report(browser: TestClient, **changed: Any) -> Any:
    form = {"part": "1", "request_id": "r1", "hours": "7,6", "day": ["2026-10-01", "2026-10-02"]}
    return browser.post("/en/orders/ord_1/report", data=form | changed, headers=HOME)


def test_an_order_tells_its_line_and_what_comes_next(portal: Portal) -> None:
    browser, _ = portal
    sign_in(browser, "member")
    text = browser.get("/en/orders/ord_1").text
    steps = re.findall(r'<li class="(done)?( next)?( stopped)?">', text)
    assert [("done" if done else "next" if coming else "") for done, coming, _ in steps] == [
        "done", "done", "done", "done", "next", "", "", ""]


def test_the_report_proposes_the_weekdays_and_hours_that_were_ordered(portal: Portal) -> None:
    browser, _ = portal
    sign_in(browser, "member")
    text = browser.get("/en/orders/ord_1").text
    assert re.findall(r'value="(2026-10-\d\d)" checked', text) == [
        "2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"]
    assert 'name="hours" class="short" inputmode="decimal" autocomplete="off" value="7.6"' in text


def test_work_is_reported_once_however_often_the_form_is_sent(portal: Portal) -> None:
    browser, bus = portal
    sign_in(browser, "member")
    assert [_report(browser).status_code for _ in range(2)] == [303, 303]
    first, second = _sent(bus, "invoicing.complete_work")
    assert first == second == {
        "order_id": "ord_1", "part": 1, "completed_on": "2026-10-02", "request_id": "r1",
        "days": [{"on": "2026-10-01", "hours": "7.60"}, {"on": "2026-10-02", "hours": "7.60"}]}


@pytest.mark.parametrize(("changed", "place"), [
    ({"day": []}, "days"), ({"day": ["2026-11-01"]}, "days"), ({"hours": "25"}, "hours"), ({"hours": ""}, "hours"),
])
def test_a_report_that_cannot_be_true_is_said_at_its_field(portal: Portal, changed: Any, place: str) -> None:
    browser, bus = portal
    sign_in(browser, "member")
    answer = _report(browser, **changed)
    assert (answer.status_code, _sent(bus, "invoicing.complete_work")) == (422, [])
    assert f'href="#{place}"' in answer.text


def test_work_that_was_not_declared_is_explained(portal: Portal) -> None:
    browser, bus = portal
    sign_in(browser, "member")
    bus.answers["invoicing.complete_work"] = refusal("employment_not_declared")
    assert "The work was not declared before its first day" in _report(browser).text


@pytest.mark.parametrize("path", ["/en/orders/ord_1", "/en/orders/ord_1/send", "/en/orders/ord_1/report"])
def test_somebody_elses_order_is_neither_shown_nor_touched(portal: Portal, path: str) -> None:
    browser, bus = portal
    sign_in(browser, "member")
    bus.answers["invoicing.get_order"] = {**ORDER, "member_id": "somebody else"}
    answer = browser.post(path, data={"request_id": "r"}, headers=HOME) if path.count("/") > 3 else browser.get(path)
    assert answer.status_code == 404
    assert not _sent(bus, "invoicing.send_order") + _sent(bus, "invoicing.complete_work")


def test_a_client_whom_the_service_hides_costs_the_page_only_the_name(portal: Portal) -> None:
    browser, bus = portal
    sign_in(browser, "member")
    bus.answers["invoicing.get_client"] = refusal("not_allowed")
    assert browser.get("/en/orders/ord_1").status_code == 200


FORM = {"form_id": "frm_1", "state": "sent", "by_link": True, "valid_until": "2026-10-15", "answer": "",
        "set_aside": ""}
SCREENING = {"screening_id": "scr_1", "state": "asked", "risks": ["exposure", "client_late"], "asked_on": "2026-09-30",
             "decision": "", "appeal": ""}


def _waiting(portal: Portal, *, state: str, form: Any = None, screening: Any = None) -> str:
    browser, bus = portal
    sign_in(browser, "member")
    bus.answers |= {"invoicing.get_order": {**ORDER, "state": state, "signed_on": None, "signed_by": ""},
                    "invoicing.list_order_forms": [form] if form else [],
                    "invoicing.list_screenings": [screening] if screening else []}
    text: str = browser.get("/en/orders/ord_1").text
    asked = dict(bus.asked)
    assert asked["invoicing.list_order_forms"] == asked["invoicing.list_screenings"] == {
        "member_id": "member-1", "order_id": "ord_1"}
    return text


@pytest.mark.parametrize(("changed", "order", "told", "again"), [
    ({}, "sent", "can sign until 15 October 2026", False),
    ({"by_link": False}, "sent", "No mailbox of the client is known", False),
    ({"set_aside": "no font"}, "sent", "could not be printed or mailed", False),
    ({"state": "change_asked", "answer": "A day later, please"}, "sent", "A day later, please", True),
    ({"state": "expired"}, "sent", "did not sign until 15 October 2026", True),
    ({"state": "locked"}, "sent", "A wrong code was given five times", True),
    ({"state": "declined", "answer": "price: Too dear"}, "drafted", "Too dear", True),
    ({"state": "declined", "answer": "price"}, "drafted", "The price", True),
    ({"state": "revoked"}, "drafted", "was taken back", True),
    ({"state": "replaced"}, "drafted", "holds no longer", True),
])
def test_whoever_works_an_order_reads_what_its_client_answered_and_what_comes_next(
    portal: Portal, changed: dict[str, Any], order: str, told: str, again: bool,
) -> None:
    text = _waiting(portal, state=order, form={**FORM, **changed})
    assert (told in text, 'action="/en/orders/ord_1/send"' in text) == (True, again)


def test_a_screening_tells_its_reasons_and_takes_no_appeal_before_it_is_decided(portal: Portal) -> None:
    text = _waiting(portal, state="drafted", screening=SCREENING)
    assert all(told in text for told in ("An advisor looks at it first", "bears for one client", "unpaid for too long"))
    assert 'action="/en/orders/ord_1/appeal"' not in text


def test_a_refused_screening_is_appealed_once_however_often_the_form_is_sent(portal: Portal) -> None:
    browser, bus = portal
    refused = {**SCREENING, "state": "refused", "decision": "Too much at once"}
    text = _waiting(portal, state="drafted", screening=refused)
    assert "Too much at once" in text
    form = {"screening_id": "scr_1", "request_id": "r1", "appeal": " They have paid. "}
    sent = [browser.post("/en/orders/ord_1/appeal", data=form, headers=HOME).status_code for _ in range(2)]
    assert sent == [303, 303]
    first, second = _sent(bus, "invoicing.appeal_screening")
    assert first == second == {"screening_id": "scr_1", "text": "They have paid.", "request_id": "r1"}
    bus.answers["invoicing.list_screenings"] = [{**refused, "appeal": "They have paid."}]
    assert 'action="/en/orders/ord_1/appeal"' not in browser.get("/en/orders/ord_1").text


def test_an_appeal_without_a_word_is_said_at_its_field(portal: Portal) -> None:
    browser, bus = portal
    _waiting(portal, state="drafted", screening={**SCREENING, "state": "refused"})
    answer = browser.post("/en/orders/ord_1/appeal", data={"screening_id": "scr_1", "appeal": " "}, headers=HOME)
    assert (answer.status_code, 'href="#appeal"' in answer.text, _sent(bus, "invoicing.appeal_screening")) == (
        422, True, [])


def test_a_registration_is_written_and_then_checked(portal: Portal) -> None:
    browser, bus = portal
    sign_in(browser, "applicant")
    bus.answers["membership.draft_registration"] = {"registration_id": "reg_1", "state": "draft"}
    answer = browser.post("/en/join/register", data=ANSWERS, headers=HOME)
    assert answer.headers["location"] == "/en/join/registrations/reg_1"
    (sent,) = _sent(bus, "membership.draft_registration")
    assert sent == dict.fromkeys(NAMES, "x") | {"country": "BE", "language": "nl", "request_id": "r1"}


def test_what_is_missing_in_a_registration_is_said_at_each_field(portal: Portal) -> None:
    browser, bus = portal
    sign_in(browser, "applicant")
    answer = browser.post("/en/join/register", data={"given_name": " "}, headers=HOME)
    assert answer.status_code == 422
    assert {f'href="#{name}"' in answer.text for name in NAMES if name != "phone"} == {True}
    assert _sent(bus, "membership.draft_registration") == []


@pytest.mark.parametrize(("refused", "place"), [
    (refusal("identity_number_wrong"), "national_number"), (refusal("activity_excluded"), "activity"),
    (RemoteRefusal(code="shape_not_met", message="", details={"problems": {"email": "Not valid."}}, retryable=False,
                   correlation=""), "email"),
])
def test_what_membership_refuses_is_said_at_the_field_and_nothing_is_typed_twice(
    portal: Portal, refused: RemoteRefusal, place: str,
) -> None:
    browser, bus = portal
    sign_in(browser, "applicant")
    bus.answers["membership.draft_registration"] = refused
    answer = browser.post("/en/join/register", data=ANSWERS | {"town": "Antwerpen"}, headers=HOME)
    assert (answer.status_code, f'href="#{place}"' in answer.text) == (422, True)
    assert 'value="Antwerpen"' in answer.text


def test_the_national_number_is_in_no_address_and_on_no_later_page(portal: Portal) -> None:
    browser, bus = portal
    sign_in(browser, "applicant")
    bus.answers["membership.draft_registration"] = {"registration_id": "reg_1", "state": "draft"}
    number = "91.04.17-214.51"
    answer = browser.post("/en/join/register", data=ANSWERS | {"national_number": number}, headers=HOME)
    assert number not in answer.headers["location"]
    assert number not in browser.get(answer.headers["location"]).text


@pytest.mark.parametrize(("act", "target", "fields"), [
    ("verify", "membership.verify_identity", {"means": "document_seen"}),
    ("accept", "membership.accept_registration", {"exception_reason": ""}),
    ("refuse", "membership.refuse_registration", {"reasons": ["Not here."]}),
])
def test_the_desk_checks_accepts_and_refuses(portal: Portal, act: str, target: str, fields: dict[str, Any]) -> None:
    browser, bus = portal
    sign_in(browser, "desk")
    form = {"act": act, "reason": "Not here.", "request_id": "r1"}
    assert browser.post("/en/desk/registrations/reg_1/decide", data=form, headers=HOME).status_code == 303
    assert _sent(bus, target) == [{"registration_id": "reg_1", "request_id": "r1", **fields}]


def test_an_advisor_reads_registrations_and_decides_none(portal: Portal) -> None:
    browser, bus = portal
    sign_in(browser, "advisor")
    text = browser.get("/en/desk/registrations/reg_1").text
    assert "Noor Janssens" in text
    assert '<form method="post" action="/en/desk' not in text
    answer = browser.post("/en/desk/registrations/reg_1/decide", data={"act": "accept"}, headers=HOME)
    assert (answer.status_code, _sent(bus, "membership.accept_registration")) == (404, [])


BILL = {"call_id": "shc_1", "amount": money("30.00"), "due_on": "2026-09-18", "payee": "Shared Company", "iban": "BE86",
        "communication": "+++100/0000/00135+++", "code": "<svg/>"}


def test_what_is_to_be_paid_for_a_share_is_told_whole_to_member_and_applicant(portal: Portal) -> None:
    browser, bus = portal
    bus.answers |= {
        "membership.get_member": {"admitted_on": None, "shares": 0, "voting": False, "calls": []},
        "membership.get_particulars": REGISTRATION, "membership.list_share_bills": [BILL],
        "membership.get_registration": REGISTRATION | {"state": "accepted", "member_id": "mbr_1"}}
    for who, path in (("member", "/en/membership"), ("applicant", "/en/join/registrations/reg_1")):
        sign_in(browser, who)
        picture = f"{path}/pay/shc_1.svg"
        text = browser.get(path).text
        assert all(told in text for told in ("30.00", "+++100/0000/00135+++", "Shared Company", "BE86", picture))
        code = browser.get(picture)
        assert (code.headers["content-type"], code.text) == ("image/svg+xml", "<svg/>")
        assert browser.get(picture.replace("shc_1", "shc_2")).status_code == 404


QUESTION = {"question_id": "que_1", "member_id": "mbr_1", "subject": "My cover", "text": "Am I insured?",
            "asked_on": "2026-11-20", "due_on": "2026-11-24", "answered_on": None, "answer": ""}


def test_a_question_is_asked_once_however_often_the_form_is_sent(portal: Portal) -> None:
    browser, bus = portal
    sign_in(browser, "member")
    form = {"subject": "My cover", "text": " Am I insured? ", "request_id": "r1"}
    assert [browser.post("/en/questions", data=form, headers=HOME).status_code for _ in range(2)] == [303, 303]
    first, second = _sent(bus, "membership.ask_question")
    assert first == second == {"member_id": "member-1", "subject": "My cover", "text": "Am I insured?",
                               "request_id": "r1"}


def test_an_empty_question_is_said_at_its_field_and_keeps_what_was_written(portal: Portal) -> None:
    browser, bus = portal
    sign_in(browser, "member")
    answer = browser.post("/en/questions", data={"subject": "My cover", "text": " "}, headers=HOME)
    assert (answer.status_code, _sent(bus, "membership.ask_question")) == (422, [])
    assert 'href="#text"' in answer.text
    assert 'value="My cover"' in answer.text


def test_whoever_advises_sees_a_member_in_one_page_and_answers(portal: Portal) -> None:
    browser, bus = portal
    sign_in(browser, "advisor")
    bus.answers |= {
        "membership.get_particulars": REGISTRATION, "membership.list_questions": [QUESTION],
        "membership.get_member": {"admitted_on": "2026-08-24", "shares": 1},
        "membership.get_advisor_of_member": {"responsible_id": "adr_1",
                                             "history": [{"advisor_id": "adr_1", "name": "Claire Dumont"}]}}
    page = browser.get("/en/desk/members/mbr_1")
    assert page.headers["server-timing"] == "waves;dur=1"
    assert all(told in page.text for told in ("Noor Janssens", "Claire Dumont", "Am I insured?"))
    form = {"act": "answer", "question_id": "que_1", "answer": "Yes.", "request_id": "r1"}
    assert browser.post("/en/desk/members/mbr_1/act", data=form, headers=HOME).status_code == 303
    assert _sent(bus, "membership.answer_question") == [
        {"question_id": "que_1", "answer": "Yes.", "request_id": "r1"}]


def test_the_desks_tasks_lead_to_the_member_and_the_registration(portal: Portal) -> None:
    browser, bus = portal
    sign_in(browser, "desk")
    bus.answers["membership.list_desk"] = [
        {"kind": "question_open", "ref": "que_1", "member_id": "mbr_1", "due_on": "2026-11-24"},
        {"kind": "identity_missing", "ref": "reg_1", "member_id": "", "due_on": "2026-11-25"}]
    text = browser.get("/en").text
    assert 'href="/en/desk/members/mbr_1"' in text
    assert 'href="/en/desk/registrations/reg_1"' in text


SCREENED = {"screening_id": "scr_1", "order_id": "ord_1", "number": "2026-00007", "member_id": "mbr_1",
            "risks": ["exposure"], "state": "asked", "asked_on": "2026-11-24", "decision": "", "appeal": ""}
PROVEN = {"proof_id": "prf_1", "order_id": "ord_2", "number": "2026-00008", "member_id": "mbr_1", "state": "waiting",
          "signed_on": "2026-11-20", "uploaded_on": "2026-11-21", "media_type": "application/pdf", "reason": "",
          "digest": "x"}


def _desk(bus: StandInBus) -> None:
    bus.answers |= {
        "invoicing.list_screenings": [SCREENED], "invoicing.list_signed_proofs": [PROVEN],
        "membership.list_desk": [{"kind": "question_open", "ref": "que_1", "member_id": "mbr_1",
                                  "due_on": "2026-11-22"}],
        "membership.list_registrations": lambda state, limit: [REGISTRATION] if state == "submitted" else []}


def test_what_does_not_fit_on_the_desk_follows_on_the_next_page(portal: Portal) -> None:
    browser, bus = portal
    rows = [{**SCREENED, "screening_id": f"scr_{n}", "number": f"2026-{n:05}"} for n in range(100)]
    bus.answers["invoicing.list_screenings"] = lambda after="", **_: [SCREENED] if after else rows
    sign_in(browser, "advisor")
    assert 'href="?screenings=scr_99"' in browser.get("/en/desk").text
    bus.asked.clear()
    page = browser.get("/en/desk?screenings=scr_99").text
    assert [target for target, _ in bus.asked] == ["invoicing.list_screenings"], "the other lists were shown before"
    assert ("show what follows" in page, SCREENED["number"] in page) == (False, True)


def test_a_member_is_found_by_the_others_only_as_they_wrote_it_and_no_more_when_they_leave(portal: Portal) -> None:
    browser, bus = portal
    sign_in(browser, "member")
    entry = {"city": " Gent ", "trade": "Illustration", "offers": "", "reached_by": "", "request_id": "r1"}
    assert browser.post("/en/people", data={**entry, "act": "enter", "trade": " "}, headers=HOME).status_code == 422
    for act in ("enter", "leave"):
        assert browser.post("/en/people", data={**entry, "act": act}, headers=HOME).status_code == 303
    sent = [(target, asked) for target, asked in bus.asked if target.endswith(("enter_directory", "leave_directory"))]
    assert sent == [
        ("membership.enter_directory", {"member_id": "member-1", "request_id": "r1", "city": "Gent",
                                        "trade": "Illustration", "offers": "", "reached_by": ""}),
        ("membership.leave_directory", {"member_id": "member-1", "request_id": "r1"})]
    bus.answers["membership.list_directory"] = [
        {"number": n, "name": f"Member {n}", "city": "Gent", "trade": "Illustration", "offers": "", "reached_by": ""}
        for n in range(1, 51)]
    text = browser.get("/en/people?text=ill&city=Gent&after=7").text
    assert ("Member 50" in text, "text=ill&amp;city=Gent&amp;after=50" in text) == (True, True)
    assert bus.asked[-1][1] == {"text": "ill", "city": "Gent", "after": 7, "limit": 50}
    sign_in(browser, "advisor")
    assert 'value="enter"' not in browser.get("/en/people").text
    assert browser.post("/en/people", data={**entry, "act": "enter"}, headers=HOME).status_code == 404


def test_a_note_about_a_member_is_kept_for_whoever_answers_next(portal: Portal) -> None:
    browser, bus = portal
    bus.answers |= {"membership.list_notes": [{"note_id": "not_1", "written_on": "2026-11-20", "text": "Is moving.",
                                               "actor": "desk-1"}],
                    "membership.list_letters": [{"kind": "reminder", "written_on": "2026-11-20", "left_us": True,
                                                 "failed": "bounced"}],
                    "membership.get_advisor_of_member": None, "membership.get_particulars": None,
                    "membership.get_member": None}
    sign_in(browser, "advisor")
    text = browser.get("/en/desk/members/mbr_1").text
    assert all(told in text for told in ("Is moving.", "Reminder of a share", "came back"))
    note = {"act": "note", "text": " Call. ", "request_id": "r1"}
    browser.post("/en/desk/members/mbr_1/act", data=note, headers=HOME)
    assert bus.asked[-1] == ("membership.add_note", {"member_id": "mbr_1", "text": "Call.", "request_id": "r1"})


def test_the_desk_is_one_queue_in_one_order(portal: Portal) -> None:
    browser, bus = portal
    sign_in(browser, "advisor")
    _desk(bus)
    page = browser.get("/en/desk")
    places = [page.text.index(told) for told in (
        "A proof of signature", "A member asks", "An order form waits to leave", "Check an identity")]
    assert (places == sorted(places), page.headers["server-timing"]) == (True, "waves;dur=1")
    sign_in(browser, "desk")
    assert "An order form waits to leave" not in browser.get("/en/desk").text, "that is the advisor's to see"


@pytest.mark.parametrize(("form", "command", "asked"), [
    ({"act": "approve_screening", "ref": "scr_1"}, "approve_screening", {"screening_id": "scr_1"}),
    ({"act": "refuse_screening", "ref": "scr_1", "reason": "Too much."}, "refuse_screening",
     {"screening_id": "scr_1", "reason": "Too much."}),
    ({"act": "approve_proof", "ref": "prf_1"}, "approve_signed_proof", {"proof_id": "prf_1"}),
    ({"act": "refuse_proof", "ref": "prf_1", "reason": "Not theirs."}, "refuse_signed_proof",
     {"proof_id": "prf_1", "reason": "Not theirs."}),
])
def test_an_advisor_decides_beside_the_entry_once(
    portal: Portal, form: dict[str, str], command: str, asked: dict[str, str],
) -> None:
    browser, bus = portal
    sign_in(browser, "advisor")
    _desk(bus)
    sent = [browser.post("/en/desk", data=form | {"request_id": "r1"}, headers=HOME).status_code for _ in range(2)]
    assert (sent, _sent(bus, f"invoicing.{command}")) == ([303, 303], [{**asked, "request_id": "r1"}] * 2)
    sign_in(browser, "desk")
    assert browser.post("/en/desk", data=form, headers=HOME).status_code == 404


def test_whoever_sends_something_back_says_why(portal: Portal) -> None:
    browser, bus = portal
    sign_in(browser, "advisor")
    _desk(bus)
    answer = browser.post("/en/desk", data={"act": "refuse_screening", "ref": "scr_1"}, headers=HOME)
    assert (answer.status_code, "Write why" in answer.text, _sent(bus, "invoicing.refuse_screening")) == (422, True, [])


SESSION = {"session_id": "ses_1", "title": "Séance", "place": "Gent", "language": "nl", "capacity": 20,
           "seats_taken": 2, "waiting": 0, "starts_at": "2026-12-01T17:00:00+00:00",
           "ends_at": "2026-12-01T18:30:00+00:00", "state": "scheduled"}
SEATS = [{"seat_id": f"sea_{n}", "name": f"Guest {n}", "member_id": "", "state": state}
         for n, state in enumerate(("booked", "attended", "waiting", "cancelled"))]
PLAN = {"title": "Séance", "place": "Gent", "day": "2026-12-01", "starts": "18:00", "ends": "19:30", "capacity": "20",
        "language": "nl", "request_id": "r1"}
BEGINS = {"act": "begin", "name": "Claire", "subject": "person-desk", "cities": "Gent, Liège", "specialities": "",
          "working_share": "0,8", "languages": ["fr", "nl"], "request_id": "r1"}


def test_a_session_is_planned_and_shown_in_the_countrys_own_time(portal: Portal) -> None:
    browser, bus = portal
    bus.answers["membership.list_info_sessions"] = [SESSION]
    sign_in(browser, "advisor")
    assert browser.post("/en/desk/sessions", data=PLAN, headers=HOME).status_code == 303
    planned, = _sent(bus, "membership.schedule_info_session")
    assert (planned["starts_at"], planned["host_id"]) == ("2026-12-01T18:00:00+01:00", "advisor-1")
    for who, path in (("advisor", "/en/desk/sessions"), ("applicant", "/en/join")):
        sign_in(browser, who)
        assert "1 December 2026, 18:00" in browser.get(path).text
    sign_in(browser, "advisor")
    answer = browser.post("/en/desk/sessions", data=PLAN | {"day": ""}, headers=HOME)
    assert (answer.status_code, len(_sent(bus, "membership.schedule_info_session"))) == (422, 1)


def test_who_was_there_is_ticked_and_everybody_else_who_was_expected_was_not(portal: Portal) -> None:
    browser, bus = portal
    bus.answers["membership.list_seats"] = SEATS
    sign_in(browser, "desk")
    page = browser.get("/en/desk/sessions/ses_1").text
    assert (page.count('name="expected"'), page.count(" checked"), "1 person waits for a seat" in page) == (2, 1, True)
    browser.post("/en/desk/sessions/ses_1", headers=HOME, data={
        "act": "record", "request_id": "r1", "expected": ["sea_0", "sea_1"], "present": ["sea_0", "sea_9"]})
    assert _sent(bus, "membership.record_attendance") == [
        {"session_id": "ses_1", "request_id": "r1", "present": ["sea_0"], "absent": ["sea_1"]}]
    browser.post("/en/desk/sessions/ses_1", headers=HOME, data={"act": "cancel", "request_id": "r2"})
    assert _sent(bus, "membership.cancel_info_session") == [{"session_id": "ses_1", "request_id": "r2"}]


def test_only_the_desk_lets_an_advisor_begin_or_leave(portal: Portal) -> None:
    browser, bus = portal
    bus.answers["membership.list_advisors"] = [{
        "advisor_id": "adr_1", "name": "Claire", "languages": ["fr"], "cities": ["Gent"], "specialities": [],
        "working_share": "0.8", "members": 1, "active_from": "2026-01-01", "active_until": None}]
    sign_in(browser, "advisor")
    assert "Leaves: Claire" not in browser.get("/en/desk/advisors").text
    assert browser.post("/en/desk/advisors", data=BEGINS, headers=HOME).status_code == 404
    sign_in(browser, "desk")
    assert "Leaves: Claire" in browser.get("/en/desk/advisors").text
    assert browser.post("/en/desk/advisors", data=BEGINS, headers=HOME).status_code == 303
    assert _sent(bus, "membership.register_advisor") == [{
        "subject": "person-desk", "name": "Claire", "languages": ["fr", "nl"], "cities": ["Gent", "Liège"],
        "specialities": [], "working_share": "0.80", "request_id": "r1"}]
    leaves = {"act": "retire", "advisor_id": "adr_1", "handover_note": "", "request_id": "r2"}
    assert browser.post("/en/desk/advisors", data=leaves, headers=HOME).status_code == 422
    assert browser.post("/en/desk/advisors", data=leaves | {"handover_note": "All is told"}, headers=HOME
                        ).status_code == 303


def test_a_missing_session_is_named_to_applicant_and_desk_and_an_advisor_does_without_it(portal: Portal) -> None:
    browser, bus = portal
    bus.answers["membership.get_registration"] = REGISTRATION | {"state": "verified", "session_met": False}
    sign_in(browser, "applicant")
    assert "An information session is still to come" in browser.get("/en/join/registrations/reg_1").text
    waive = {"act": "waive", "reason": "was a member before", "request_id": "r1"}
    for who, status in (("desk", 404), ("advisor", 303)):
        sign_in(browser, who)
        page = browser.get("/en/desk/registrations/reg_1").text
        assert ("First an information session" in page, "Do without it" in page) == (True, who == "advisor")
        assert browser.post("/en/desk/registrations/reg_1/decide", data=waive, headers=HOME).status_code == status
    assert _sent(bus, "membership.waive_session") == [
        {"registration_id": "reg_1", "reason": "was a member before", "request_id": "r1"}]
    bus.answers["membership.get_registration"] = REGISTRATION | {"state": "verified"}
    assert "First an information session" not in browser.get("/en/desk/registrations/reg_1").text
