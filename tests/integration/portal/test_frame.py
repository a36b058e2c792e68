"""What holds on every page, whatever it shows: who may open it, what it carries, what a form must bring."""

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from services.portal.app import PAGES
from services.portal.frame.languages import LANGUAGES
from services.portal.frame.pages import Page
from shared.bus.calling import BrokerAway, NoAnswer
from tests.builders import FreshDatabase
from tests.portal_driver import HOME, ORIGIN, PEOPLE, StandInBus, open_portal, refusal, sign_in

COOKIE = "__Host-session"
SHOWN = [page for page in PAGES if page.show]
CLOSED = [page for page in SHOWN if page.roles]


@pytest.fixture
def portal(fresh_database: FreshDatabase) -> Iterator[tuple[TestClient, StandInBus]]:
    browser, bus = open_portal(fresh_database("services.portal"))
    with browser:
        yield browser, bus


def _at(page: Page, language: str = "en") -> str:
    return f"/{language}{re.sub('{[a-z_]+}', 'x_1', page.path)}"


@pytest.mark.parametrize("page", CLOSED, ids=lambda page: page.name)
def test_whoever_is_not_signed_in_is_asked_to(portal: tuple[TestClient, StandInBus], page: Page) -> None:
    answer = portal[0].get(_at(page))
    assert (answer.status_code, answer.headers["location"]) == (303, f"/en/sign-in?next={_at(page)}")
    assert portal[1].asked == []


@pytest.mark.parametrize("role", PEOPLE)
def test_what_a_role_may_not_open_does_not_exist_for_it(portal: tuple[TestClient, StandInBus], role: str) -> None:
    browser, bus = portal
    sign_in(browser, role)
    for page in CLOSED:
        if not page.open_to(frozenset({role})):
            bus.asked.clear()
            assert browser.get(_at(page)).status_code == 404
            assert bus.asked == [], "no service is asked for what one may not see"


@pytest.mark.parametrize("role", PEOPLE)
def test_a_menu_holds_what_its_reader_may_open(portal: tuple[TestClient, StandInBus], role: str) -> None:
    browser, _ = portal
    sign_in(browser, role)
    text = browser.get("/en").text
    for page in PAGES:
        if page.nav:
            stands = page.open_to(frozenset({role})) and role not in page.nav_not_for
            assert (f'href="{_at(page)}"' in text) is stands, page.name


def test_what_a_service_hides_from_the_reader_is_not_found(portal: tuple[TestClient, StandInBus]) -> None:
    browser, bus = portal
    sign_in(browser, "member")
    for code in ("not_found", "not_allowed", "shape_not_met"):
        bus.answers["payroll.get_wage"] = refusal(code)
        assert browser.get("/en/wages/wag_1").status_code == 404


def test_somebody_elses_wage_is_not_found_even_if_a_service_would_show_it(
    portal: tuple[TestClient, StandInBus],
) -> None:
    browser, bus = portal
    sign_in(browser, "member")
    bus.answers["payroll.get_wage"] = {"wage_id": "wag_1", "member_id": "somebody else", "order_id": "ord_1"}
    assert browser.get("/en/wages/wag_1").status_code == 404


@pytest.mark.parametrize("path", ["/", "/en", "/en/earn", "/en/nothing", "/xx/earn", "/en/wages", "/en/sign-in"])
def test_every_answer_carries_its_armour(portal: tuple[TestClient, StandInBus], path: str) -> None:
    headers = portal[0].get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert "script" not in headers["content-security-policy"]
    assert (headers["cache-control"], headers["x-content-type-options"], headers["x-frame-options"]) == (
        "no-store", "nosniff", "DENY")
    assert headers["strict-transport-security"].startswith("max-age=")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_another_host_is_not_answered(portal: tuple[TestClient, StandInBus]) -> None:
    assert portal[0].get("/en", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(("headers", "status"), [
    ({"sec-fetch-site": "same-origin"}, 303), ({"origin": ORIGIN}, 303),
    ({"sec-fetch-site": "cross-site"}, 403), ({"sec-fetch-site": "same-site"}, 403), ({"sec-fetch-site": "none"}, 403),
    ({"origin": "https://evil.example"}, 403), ({"origin": "null"}, 403), ({}, 403),
    ({"sec-fetch-site": "cross-site", "origin": ORIGIN}, 403),
])
def test_only_our_own_pages_send_forms(
    portal: tuple[TestClient, StandInBus], headers: dict[str, str], status: int,
) -> None:
    assert portal[0].post("/en/sign-in", data={"person": "member"}, headers=headers).status_code == status


def test_a_form_that_is_too_large_is_not_read(portal: tuple[TestClient, StandInBus]) -> None:
    answer = portal[0].post("/en/sign-in", data={"person": "x" * 70_000}, headers=HOME)
    assert answer.status_code == 413


def test_the_cookie_is_bound_to_this_host_and_hidden_from_scripts(portal: tuple[TestClient, StandInBus]) -> None:
    answer = portal[0].post("/en/sign-in", data={"person": "member"}, headers=HOME)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert all(part in cookie for part in ("HttpOnly", "Secure", "Path=/", "SameSite=lax"))
    assert "Domain" not in cookie


def test_signing_in_again_makes_the_old_cookie_worthless(portal: tuple[TestClient, StandInBus]) -> None:
    browser, _ = portal
    sign_in(browser, "member")
    old = browser.cookies[COOKIE]
    sign_in(browser, "accountant")
    browser.cookies.set(COOKIE, old, domain="portal.test", path="/")
    assert browser.get("/en/wages").status_code == 303


def test_after_signing_out_nothing_is_open(portal: tuple[TestClient, StandInBus]) -> None:
    browser, _ = portal
    sign_in(browser, "member")
    old = browser.cookies[COOKIE]
    assert browser.post("/en/sign-out", headers=HOME).status_code == 303
    browser.cookies.set(COOKIE, old, domain="portal.test", path="/")
    assert browser.get("/en/wages").status_code == 303


@pytest.mark.parametrize("onward", [
    "https://evil.example/", "//evil.example", "/en//evil.example", "/en/\\evil", "/fr/x",
])
def test_signing_in_leads_only_to_pages_of_ours(portal: tuple[TestClient, StandInBus], onward: str) -> None:
    answer = portal[0].post("/en/sign-in", data={"person": "member", "next": onward}, headers=HOME)
    assert answer.headers["location"] == "/en"


def test_nobody_is_played_in_production(fresh_database: FreshDatabase) -> None:
    browser, _ = open_portal(fresh_database("services.portal"), environment="production")
    with browser:
        assert browser.post("/en/sign-in", data={"person": "member"}, headers=HOME).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_missing_is_said_in_the_readers_language(portal: tuple[TestClient, StandInBus], language: str) -> None:
    answer = portal[0].get(f"/{language}/nothing")
    assert answer.status_code == 404
    assert f'<html lang="{language}">' in answer.text
    browsers = portal[0].get("/nothing", headers={"accept-language": language})
    assert (browsers.status_code, f'<html lang="{language}">' in browsers.text) == (404, True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_the_broker_gone_the_page_says_so_in_the_readers_language(
    portal: tuple[TestClient, StandInBus], language: str,
) -> None:
    browser, bus = portal
    sign_in(browser, "member")
    bus.answers = dict.fromkeys(("payroll.list_wages", "invoicing.list_orders"), BrokerAway(why="test"))
    answer = browser.get(f"/{language}/wages")
    assert (answer.status_code, f'<html lang="{language}">' in answer.text) == (503, True)


def test_one_sentence_stands_where_a_service_is_away(portal: tuple[TestClient, StandInBus]) -> None:
    browser, bus = portal
    sign_in(browser, "accountant")
    bus.answers = {"payroll.get_guarantee_fund": NoAnswer(method="payroll.get_guarantee_fund", seconds=2.5)}
    answer = browser.get("/en/books")
    assert answer.status_code == 200
    assert "The guarantee fund cannot be shown right now." in answer.text
    assert answer.text.count("cannot be shown right now") == 1


def test_a_fault_of_ours_shows_a_reference_and_nothing_else(portal: tuple[TestClient, StandInBus]) -> None:
    browser, bus = portal
    sign_in(browser, "member")
    bus.answers["payroll.list_wages"] = ValueError("a secret of the inside")
    answer = browser.get("/en/wages")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert re.search(r"quote [0-9A-F]{8}\.", answer.text)


def test_the_style_sheet_may_be_kept_for_ever_under_its_digest(portal: tuple[TestClient, StandInBus]) -> None:
    name = re.search(r'href="(/static/portal\.[0-9a-f]{12}\.css)"', portal[0].get("/en").text)
    assert name
    answer = portal[0].get(name[1])
    assert (answer.headers["content-type"], "immutable" in answer.headers["cache-control"]) == (
        "text/css; charset=utf-8", True)
    assert portal[0].get("/static/other.css").status_code == 404


def test_the_first_page_is_in_the_browsers_language(portal: tuple[TestClient, StandInBus]) -> None:
    assert portal[0].get("/", headers={"accept-language": "nl-BE"}).headers["location"] == "/nl"
