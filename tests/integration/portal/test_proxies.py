"""Proxies: a member's own, revoked and handed back; the officer's desk with proxies and ballots on paper."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.builders import FreshDatabase
from tests.portal_driver import HOME, StandInBus, open_portal, refusal, sign_in

AHEAD = {"assembly_id": "asm_1", "title": "Autumn", "held_on": "2036-11-20", "convened_on": "2036-10-20", "call": 1}
GIVEN = {"proxy_id": "prx_1", "assembly_id": "asm_1", "principal_id": "member-1", "holder_id": "mbr_2",
         "given_on": "2036-11-01", "given_for": "asm_1"}
HELD = {**GIVEN, "proxy_id": "prx_2", "principal_id": "mbr_3", "holder_id": "member-1"}
STRANGERS = {**GIVEN, "proxy_id": "prx_3", "principal_id": "mbr_4", "holder_id": "mbr_5"}
NAMES = [{"member_id": f"mbr_{number}", "number": number, "name": name}
         for number, name in ((2, "Tomas Berg"), (3, "Zoé Peeters"), (4, "Jo Maes"))]
ITEM = {"resolution_id": "rsl_1", "place": 1, "title": "Bicycles", "poll_id": "pol_1", "outcome": "undecided"}
Portal = tuple[TestClient, StandInBus]


@pytest.fixture
def portal(fresh_database: FreshDatabase) -> Iterator[Portal]:
    browser, bus = open_portal(fresh_database("services.portal"), {
        "governance.list_assemblies": [AHEAD, {**AHEAD, "assembly_id": "asm_0", "held_on": "2026-01-01"}],
        "governance.list_proxies": [GIVEN, HELD, STRANGERS], "membership.list_member_names": NAMES,
        "membership.find_member": lambda number, **_: next(one for one in NAMES if one["number"] == number),
        "governance.get_assembly": {**AHEAD, "agenda": [ITEM]}})
    with browser:
        sign_in(browser, "member")
        yield browser, bus


def _last(bus: StandInBus, target: str) -> dict[str, Any]:
    return [asked for name, asked in bus.asked if name == target][-1]


def test_a_member_reads_who_votes_for_them_and_for_whom_they_vote_and_of_nobody_else(portal: Portal) -> None:
    page = portal[0].get("/en/proxies")
    assert page.headers["server-timing"] == "waves;dur=3"
    assert all(told in page.text for told in ("Tomas Berg votes for you", "You vote for Zoé Peeters"))
    assert ("Jo Maes" in page.text, "asm_0" in page.text, 'value="give"' in page.text) == (False, False, False)


def test_a_proxy_is_given_to_who_is_known_by_number_and_name_and_ended_by_either(portal: Portal) -> None:
    browser, bus = portal
    bus.answers["governance.list_proxies"] = [HELD]
    assert 'value="give"' in browser.get("/en/proxies").text
    form = {"act": "give", "assembly_id": "asm_1", "number": "2", "family_name": "Berg", "request_id": "r"}
    assert browser.post("/en/proxies", data=form, headers=HOME).status_code == 303
    assert _last(bus, "governance.give_proxy") == {
        "assembly_id": "asm_1", "principal_id": "member-1", "holder_id": "mbr_2", "request_id": "r"}
    bus.answers["governance.give_proxy"] = refusal("proxies_too_many")
    full = browser.post("/en/proxies", data=form, headers=HOME)
    assert (full.status_code, "name somebody else" in full.text) == (422, True)
    browser.post("/en/proxies", data={"act": "end", "proxy_id": "prx_2", "request_id": "q"}, headers=HOME)
    assert _last(bus, "governance.end_proxy") == {"proxy_id": "prx_2", "member_id": "member-1", "request_id": "q"}


def test_the_officer_enters_a_paper_proxy_with_its_scan_and_hands_out_ballots(portal: Portal) -> None:
    browser, bus = portal
    assert browser.get("/en/assemblies/asm_1/desk").status_code == 404, "a member"
    sign_in(browser, "returning_officer")
    page = browser.get("/en/assemblies/asm_1/desk")
    assert (page.headers["server-timing"], "Jo Maes" in page.text, "3 proxies" in page.text) == (
        "waves;dur=2", True, True)
    there, scan = "/en/assemblies/asm_1/desk", {"file": ("scan.pdf", b"%PDF signed")}
    who = {"number": "3", "family_name": "Peeters", "request_id": "r"}
    proxy = {**who, "act": "proxy", "holder_number": "2", "holder_family_name": "Berg"}
    bare = browser.post(there, data=proxy, headers=HOME)
    assert (bare.status_code, "Choose the file with the scan" in bare.text) == (422, True)
    assert browser.post(there, data=proxy, files=scan, headers=HOME).status_code == 303
    digest = sha256(b"%PDF signed").hexdigest()
    assert _last(bus, "governance.give_proxy") == {
        "assembly_id": "asm_1", "principal_id": "mbr_3", "holder_id": "mbr_2", "document_digest": digest,
        "request_id": "r"}
    ballot = {**who, "act": "ballot", "poll_id": "pol_1", "how": "paper"}
    browser.post(there, data=ballot, headers=HOME)
    assert _last(bus, "governance.hand_out_ballot") == {
        "poll_id": "pol_1", "member_id": "mbr_3", "how": "paper", "request_id": "r"}
    assert browser.post(there, data={**ballot, "how": "post"}, headers=HOME).status_code == 422
    browser.post(there, data={**ballot, "holder_number": "2", "holder_family_name": "Berg"}, headers=HOME)
    assert _last(bus, "governance.hand_out_ballot")["holder_id"] == "mbr_2"
    for act, target in (("there", "register_attendance"), ("left", "register_departure")):
        browser.post(there, data={**who, "act": act}, headers=HOME)
        assert _last(bus, f"governance.{target}")["member_id"] == "mbr_3"


def test_who_is_not_found_at_the_desk_gets_nothing(portal: Portal) -> None:
    browser, bus = portal
    sign_in(browser, "returning_officer")
    bus.answers["membership.find_member"] = refusal("not_found")
    answer = browser.post("/en/assemblies/asm_1/desk", headers=HOME, data={
        "act": "ballot", "poll_id": "pol_1", "how": "paper", "number": "9", "family_name": "X", "request_id": "r"})
    assert (answer.status_code, "Nobody with this number" in answer.text) == (422, True)
    assert "governance.hand_out_ballot" not in dict(bus.asked)
