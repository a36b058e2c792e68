"""The returning officer's desk: convened once, each step once, and what the board may do of it."""

import json
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.builders import FreshDatabase
from tests.portal_driver import HOME, StandInBus, open_portal, refusal, sign_in

ITEM = {"resolution_id": "rsl_1", "place": 1, "title": "Accounts", "question": "Do you approve the accounts?",
        "decision": "ordinary", "follows": None, "poll_id": "pol_1", "paper_digest": None, "outcome": "undecided",
        "reason": "", "votes_for": None, "votes_against": None, "abstentions": None}
ROLL = {"members": 100, "voting_members": 90, "shares": 120, "voting_shares": 110}
ASSEMBLY = {"assembly_id": "asm_1", "title": "General assembly", "convened_on": "2026-11-01", "held_on": "2026-11-26",
            "record_on": "2026-11-25", "call": 1, "follows": None, "agenda": [ITEM], "documents": [], "roll": ROLL,
            "present": 40}
POLL = {"poll_id": "pol_1", "state": "open", "refusals": [], "result": None, "consents": [], "digest": "d" * 64,
        "paper": {"closers": []}, "on_paper": 0}
RESULT = {"present": 61, "entitled": 110, "secrecy": "kept"}
FORM = {"title": "General assembly", "held_on": "2026-12-17", "record_on": "2026-12-16", "item": ["Accounts", ""],
        "question": ["Do you approve?", ""], "decision": ["ordinary", "ordinary"], "act": "convene", "request_id": "r1"}
SEE_OTHER = 303
Portal = tuple[TestClient, StandInBus]


@pytest.fixture
def portal(database_of_the_file: FreshDatabase) -> Iterator[Portal]:
    browser, bus = open_portal(database_of_the_file("services.portal"), {
        "governance.get_assembly": ASSEMBLY, "governance.get_poll": POLL, "governance.convene_assembly": ASSEMBLY,
        "governance.get_presence": {"members_present": 40, "members_entitled": 90, "shares_present": 55,
                                    "shares_entitled": 110},
        "governance.get_minutes": refusal("not_found"), "governance.convene_second_call": {"assembly_id": "asm_2"},
        "governance.get_checklist": [{"task": "draw_up_minutes", "state": "due", "due_on": "2026-11-26", "left": 1,
                                      "who": "returning_officer"}]})
    with browser:
        sign_in(browser, "returning_officer")
        yield browser, bus


def _act(browser: TestClient, **form: str) -> Any:
    return browser.post("/en/assemblies/asm_1", data={"request_id": "r1", **form}, headers=HOME)


def _sent(bus: StandInBus, target: str) -> list[dict[str, Any]]:
    return [kwargs for asked, kwargs in bus.asked if asked == f"governance.{target}"]


def test_an_assembly_is_convened_once_with_the_items_that_were_written(portal: Portal) -> None:
    browser, bus = portal
    for _ in range(2):
        answer = browser.post("/en/assemblies/convene", data=FORM, headers=HOME)
        assert answer.headers["location"] == "/en/assemblies/asm_1"
    assert _sent(bus, "convene_assembly") == [{
        "title": "General assembly", "held_on": "2026-12-17", "record_on": "2026-12-16", "request_id": "r1",
        "agenda": [{"title": "Accounts", "question": "Do you approve?", "decision": "ordinary"}]}] * 2


@pytest.mark.parametrize(("changed", "field"), [
    ({"title": " "}, "title"), ({"held_on": "soon"}, "held_on"), ({"question": ["", ""]}, "item-1"),
    ({"item": ["", ""], "question": ["", ""]}, "item-1"),
])
def test_what_lacks_of_a_notice_is_said_at_its_field(portal: Portal, changed: dict[str, Any], field: str) -> None:
    browser, bus = portal
    answer = browser.post("/en/assemblies/convene", data=FORM | changed, headers=HOME)
    assert (answer.status_code, f'href="#{field}"' in answer.text, _sent(bus, "convene_assembly")) == (422, True, [])


def test_another_item_is_added_and_nothing_that_was_typed_is_lost(portal: Portal) -> None:
    browser, bus = portal
    text = browser.post("/en/assemblies/convene", data=FORM | {"act": "more"}, headers=HOME).text
    assert (text.count('name="item"'), 'value="Accounts"' in text, _sent(bus, "convene_assembly")) == (3, True, [])


def test_the_live_turnout_stands_beside_the_open_poll_that_can_be_closed(portal: Portal) -> None:
    browser, _ = portal
    page = browser.get("/en/assemblies/asm_1")
    assert page.headers["server-timing"] == "waves;dur=2"
    assert all(told in page.text for told in ("<strong>40</strong> of 90 members are there", "50.0%", 'value="close"',
                                              'value="minutes"'))


@pytest.mark.parametrize(("form", "command", "asked"), [
    ({"act": "freeze"}, "freeze_roll", {"assembly_id": "asm_1"}),
    ({"act": "open", "resolution_id": "rsl_1"}, "open_poll", {"resolution_id": "rsl_1"}),
    ({"act": "repeat", "poll_id": "pol_1", "opens_at": "2026-12-17T18:00", "closes_at": "2026-12-17T20:00"},
     "repeat_poll", {"poll_id": "pol_1", "opens_at": "2026-12-17T18:00:00+01:00",
                     "closes_at": "2026-12-17T20:00:00+01:00"}),
    ({"act": "again", "poll_id": "pol_1"}, "ask_ballot_box_again", {"poll_id": "pol_1"}),
    ({"act": "settle", "resolution_id": "rsl_1", "how": "adjourned", "reason": " Late. "}, "settle_item",
     {"resolution_id": "rsl_1", "how": "adjourned", "reason": "Late."}),
    ({"act": "minutes", "incidents": "The line broke.\r\n\r\nIt came back."}, "draw_up_minutes",
     {"assembly_id": "asm_1", "incidents": ["The line broke.", "It came back."], "language": "en"}),
])
def test_each_step_is_one_command_however_often_it_is_sent(
    portal: Portal, form: dict[str, str], command: str, asked: dict[str, Any],
) -> None:
    browser, bus = portal
    assert [_act(browser, **form).headers["location"] for _ in range(2)] == ["/en/assemblies/asm_1"] * 2
    assert _sent(bus, command) == [{**asked, "request_id": "r1"}] * 2
    sign_in(browser, "board")
    assert _act(browser, **form).status_code == 404, "the board convenes; the officer conducts"


SIGNED = {"ending": "cancel", "digest": "d" * 64, "reason": "Read out wrongly.", "key": "k" * 64,
          "signature": "s" * 128}


@pytest.mark.parametrize(("form", "command", "asked"), [
    ({"act": "close"}, "close_poll", {}),
    ({"act": "cancel", "reason": " Read out wrongly. "}, "cancel_poll", {"reason": "Read out wrongly."}),
    ({"act": "cancel", "digest": "d" * 64, "consent": json.dumps(SIGNED)}, "cancel_poll",
     {name: SIGNED[name] for name in ("reason", "key", "signature")}),
])
def test_officer_and_board_end_a_poll_together_each_from_their_own_desk(
    portal: Portal, form: dict[str, str], command: str, asked: dict[str, str],
) -> None:
    browser, bus = portal
    assert _act(browser, poll_id="pol_1", **form).status_code == 303
    sign_in(browser, "board")
    assert _act(browser, poll_id="pol_1", **form).status_code == 303
    assert _sent(bus, command) == [{"poll_id": "pol_1", "request_id": "r1", **asked}] * 2


@pytest.mark.parametrize(("form", "told"), [
    ({"act": "cancel", "digest": "e" * 64, "consent": json.dumps(SIGNED)}, "for another paper"),
    ({"act": "close", "digest": "d" * 64, "consent": json.dumps(SIGNED)}, "for another paper"),
    ({"act": "close", "digest": "d" * 64, "consent": "[1]"}, "not the file"),
    ({"act": "repeat", "opens_at": "2026-12-17T18:00", "closes_at": ""}, "when it closes"),
])
def test_a_word_for_something_else_is_handed_to_nobody(portal: Portal, form: dict[str, str], told: str) -> None:
    browser, bus = portal
    answer = _act(browser, poll_id="pol_1", **form)
    assert (answer.status_code, told in answer.text) == (422, True)
    assert not _sent(bus, "close_poll") + _sent(bus, "cancel_poll") + _sent(bus, "repeat_poll")


def test_the_first_word_is_told_to_the_second_person_and_only_they_may_agree(portal: Portal) -> None:
    browser, bus = portal
    first = {"ending": "cancel", "reason": "Read out wrongly.", "given_by": "returning_officer-1"}
    bus.answers["governance.get_poll"] = {**POLL, "consents": [first], "paper": {"closers": ["k"]}}
    own = browser.get("/en/assemblies/asm_1").text
    sign_in(browser, "board")
    other = browser.get("/en/assemblies/asm_1").text
    assert ("A second person is waited for" in own, "Agree: cancel" in own) == (True, False)
    assert ("Read out wrongly." in other, "Agree: cancel" in other, 'name="consent"' in other) == (True, True, True)


def test_a_second_call_leads_to_its_own_page_and_the_board_may_make_it(portal: Portal) -> None:
    browser, _ = portal
    sign_in(browser, "board")
    answer = _act(browser, act="second_call", held_on="2026-12-20", record_on="2026-12-19")
    assert answer.headers["location"] == "/en/assemblies/asm_2"


def test_a_result_is_told_with_its_reason_and_a_count_that_tells_on_voters_warns(portal: Portal) -> None:
    browser, bus = portal
    decided = {**ITEM, "outcome": "rejected", "reason": "majority_not_reached", "votes_for": 20, "votes_against": 41,
               "abstentions": 0}
    bus.answers |= {"governance.get_assembly": {**ASSEMBLY, "agenda": [decided]},
                    "governance.get_poll": {**POLL, "state": "closed", "result": {**RESULT, "secrecy": "few_voters"}}}
    text = browser.get("/en/assemblies/asm_1").text
    assert all(told in text for told in ("not adopted", "the majority was not reached", "61 of 110", "So few voted"))
    assert 'value="close"' not in text


def test_what_one_person_would_settle_is_shown_to_another_who_agrees_or_leaves_it(portal: Portal) -> None:
    browser, bus = portal
    bus.answers["governance.list_settlement_proposals"] = [{
        "proposal_id": "apr_1", "resolution_id": ITEM["resolution_id"], "how": "annulled",
        "reason": "A stranger voted.", "proposed_on": "2026-11-26",
        "proposed_by": "somebody-else", "expires_at": "2026-12-10T10:00:00+01:00"}]
    text = browser.get("/en/assemblies/asm_1").text
    assert all(shown in text for shown in ("A stranger voted.", 'value="confirm"', 'value="refuse"'))
    sign_in(browser, "board")  # two persons of whom one may be a director
    for act in ("confirm", "refuse"):
        assert _act(browser, act=act, proposal_id="apr_1", reason=" In order. ").status_code == SEE_OTHER
    assert _sent(bus, "confirm_settlement") == [{"proposal_id": "apr_1", "request_id": "r1"}]
    assert _sent(bus, "refuse_settlement") == [{"proposal_id": "apr_1", "reason": "In order.", "request_id": "r1"}]


def test_before_the_roll_nobody_is_counted_and_no_poll_is_opened(portal: Portal) -> None:
    browser, bus = portal
    bus.answers |= {"governance.get_assembly": {**ASSEMBLY, "roll": None},
                    "governance.get_poll": {**POLL, "state": "prepared"}}
    text = browser.get("/en/assemblies/asm_1").text
    assert ("members are there" in text, 'value="open"' in text, _sent(bus, "get_presence")) == (False, False, [])


def test_a_refusal_is_explained_where_the_step_was_tried(portal: Portal) -> None:
    browser, bus = portal
    bus.answers["governance.draw_up_minutes"] = refusal("minutes_too_early")
    answer = _act(browser, act="minutes")
    assert (answer.status_code, "every item is decided or settled" in answer.text) == (422, True)


def test_the_minutes_are_governances_own_byte_for_byte(portal: Portal) -> None:
    browser, bus = portal
    bus.answers["governance.get_minutes"] = {"drawn_up_on": "2026-11-26", "content": b64encode(b"%PDF").decode()}
    assert browser.get("/en/assemblies/asm_1/minutes.pdf").content == b"%PDF"
    assert "minutes.pdf" in browser.get("/en/assemblies/asm_1").text


def test_each_teller_hands_in_a_count_of_the_ballots_on_paper_and_nothing_is_taken_for_none(portal: Portal) -> None:
    browser, bus = portal
    bus.answers["governance.get_poll"] = {**POLL, "state": "closing", "on_paper": 4,
                                          "refusals": ["close_poll: papers_uncounted"]}
    bus.answers["governance.count_papers"] = {}
    page = browser.get("/en/assemblies/asm_1").text
    assert ("4 ballots were handed out on paper" in page, "The ballot box refused" in page) == (True, False)
    counted = {"poll_id": "pol_1", "yes": "3", "no": "0", "abstain": "0", "blank": "1"}
    assert "0 where there was none" in _act(browser, act="papers", invalid="", **counted).text
    assert "copy it whole" in _act(browser, act="papers", invalid="0", sheet="{", **counted).text
    assert _sent(bus, "count_papers") == []
    assert _act(browser, act="papers", invalid="0", sheet=json.dumps({"key": "aa", "signature": "bb"}),
                **counted).status_code == 303
    assert _sent(bus, "count_papers") == [{"poll_id": "pol_1", "yes": 3, "no": 0, "abstain": 0, "blank": 1,
                                           "invalid": 0, "key": "aa", "signature": "bb", "request_id": "r1"}]
