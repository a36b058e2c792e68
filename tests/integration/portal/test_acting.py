"""An advisor reads a member's pages: said on each, noted for the member, nothing changed, over by itself."""

from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from starlette.testclient import TestClient

from services.portal.app import PAGES
from tests.builders import FreshDatabase
from tests.portal_driver import HOME, StandInBus, open_portal, sign_in

OPEN = "/en/desk/members/member-1/open"
WHY = {"reason": "They asked about a wage.", "request_id": "r"}
Portal = tuple[TestClient, StandInBus, str]


@pytest.fixture
def portal(fresh_database: FreshDatabase) -> Iterator[Portal]:
    url = fresh_database("services.portal")
    browser, bus = open_portal(url, {"membership.get_member": {"calls": []}})
    with browser:
        sign_in(browser, "advisor")
        yield browser, bus, url


def _opened(browser: TestClient) -> None:
    assert browser.post(OPEN, data=WHY, headers=HOME).headers["location"] == "/en"


def test_each_page_says_that_it_is_read_for_another_and_shows_what_the_member_sees(portal: Portal) -> None:
    browser, bus, _ = portal
    _opened(browser)
    for path in ("/en", "/en/wages", "/en/nothing"):
        assert "You read the pages of a member" in browser.get(path).text, path
    assert dict(bus.asked)["payroll.list_wages"]["member_id"] == "member-1"
    assert browser.get("/en/desk").status_code == 404, "only the member's pages are open"


def test_no_form_changes_anything_while_anothers_pages_are_read(portal: Portal) -> None:
    browser, bus, _ = portal
    _opened(browser)
    bus.asked.clear()
    for page in PAGES:
        if page.act and page.open_to(frozenset({"member"})) and not page.while_reading and not page.by_link:
            address = "/en" + page.path.replace("{", "").replace("}", "")
            answer = browser.post(address, data={"act": "x", "request_id": "r"}, headers=HOME)
            assert (answer.status_code, "Nothing was changed" in answer.text) == (403, True), page.name
    assert bus.asked == []


def test_every_opening_is_noted_with_its_reason_for_the_member_to_read(portal: Portal) -> None:
    browser, _, _ = portal
    assert browser.post(OPEN, data={"reason": " "}, headers=HOME).status_code == 422
    _opened(browser)
    assert browser.post("/en/reading/end", headers=HOME).headers["location"] == "/en/desk/members/member-1"
    assert "You read the pages" not in browser.get("/en").text
    _opened(browser)
    sign_in(browser, "member")
    page = browser.get("/en/membership/openings").text
    assert (page.count("Person advisor"), page.count("They asked about a wage.")) == (2, 2)


def test_it_ends_by_itself(portal: Portal) -> None:
    browser, _, url = portal
    _opened(browser)
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute("update sessions set reads_until = %s", (datetime.now(UTC),))
    assert "You read the pages" not in browser.get("/en").text
    assert browser.get("/en/desk").status_code == 200


@pytest.mark.parametrize("role", ["member", "desk", "accountant", "board"])
def test_nobody_but_an_advisor_opens_them(portal: Portal, role: str) -> None:
    browser, _, _ = portal
    sign_in(browser, role)
    assert browser.post(OPEN, data=WHY, headers=HOME).status_code == 404
