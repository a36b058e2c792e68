"""Every page of the portal in a real Chromium: readable by everybody, on a phone, without scripts, by keyboard alone.

`make portal-checks` walks through every page in four languages, at 320 and 1280 pixels, by day and by night, and keeps
a picture of each in `var/portal/`. The daily tests take a sample, and none where Chromium is not installed.
"""

import os
import re
import time
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from deploy.local.broker import Broker
from deploy.local.demo.inviting import deliver
from deploy.local.postgres import ROOT, PostgresServer
from services.portal.frame.catalogue import capabilities, texts_of
from services.portal.frame.languages import LANGUAGES, load_texts
from tests.builders import FreshDatabase
from tests.journeys import portal_acts
from tests.journeys.portal_house import CHROMIUM, QUOTE, House, address_of, open_house, walks
from tests.journeys.portal_stage import WALKS, open_stage
from tests.journeys.portal_walk import Walk, walk_through

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = [
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed: `make portal-checks` brings it"),
    pytest.mark.timeout(900),
]

EVERYTHING = os.environ.get("PORTAL_CHECKS") == "all"
LOOKS = [(language, width, scheme) for language in LANGUAGES for width in (320, 1280) for scheme in ("light", "dark")]
HEAVIEST = 60_000
MOST_WAVES = 3
SLOWEST_S = 3.0
MACHINE_ID = re.compile(r"\b[a-z]{3}_[0-9a-f]{8,}|[0-9a-f]{8}-[0-9a-f]{4}-|\b[0-9a-f]{20,}\b")
PICTURES = ROOT / "var" / "portal"
AXE = """async () => (await axe.run(
        {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}))
    .violations.map(found => found.id + ': ' + found.nodes.map(node => node.html).join(' | '))"""
FOCUSABLE = """() => [...document.querySelectorAll(
        'a[href], button, input:not([type=hidden]), select, summary, [tabindex="0"]')]
    .filter(element => element.checkVisibility()).map((element, number) => {
        element.dataset.number = number;
        return [String(number), element.type === 'radio' && !element.checked];
    })"""
FOCUSED = """() => {
    const element = document.activeElement;
    const outlined = one => one && getComputedStyle(one).outlineStyle !== 'none';
    return [element.dataset.number ?? '', outlined(element) || outlined(element.nextElementSibling)];
}"""


@pytest.fixture(scope="module")
def house(postgres: PostgresServer, broker: Broker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(postgres, broker, tmp_path_factory.mktemp("portal")) as opened:
        yield opened


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def _reader(house: House | str, chromium: Any, who: str = "", *, width: int = 1280, scheme: str = "light",
            scripts: bool = True) -> Iterator[Any]:
    """A browser's window at a house or at an address, signed in as one of the people there."""
    address = house if isinstance(house, str) else house.address
    context = chromium.new_context(
        viewport={"width": width, "height": 720}, color_scheme=scheme, base_url=address,
        java_script_enabled=scripts, reduced_motion="reduce")
    try:
        page = context.new_page()
        if who:
            page.goto("/en/sign-in")
            page.click(f"button[value={who}]")
        yield page
    finally:
        context.close()


def looks() -> list[tuple[str, int, str]]:
    """One look a day, another each day; `make portal-checks` takes them all."""
    return LOOKS if EVERYTHING else [LOOKS[datetime.now(UTC).toordinal() % len(LOOKS)]]


def pages(house: House) -> list[tuple[str, str]]:
    """Who opens what: every fifth page a day, other ones the next; `make portal-checks` opens them all."""
    every = walks(house.known)
    return every if EVERYTHING else every[datetime.now(UTC).toordinal() % 5::5]


@pytest.mark.parametrize(("language", "width", "scheme"), looks())
def test_every_page_is_for_everybody(house: House, chromium: Any, language: str, width: int, scheme: str) -> None:
    axe = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    faults: list[str] = []
    for who in sorted({opener for opener, _ in pages(house)}):
        with _reader(house, chromium, who, width=width, scheme=scheme) as page:
            for path in [path for opener, path in pages(house) if opener == who]:
                found = _faults_of(page, path, language, axe, house.address)
                faults += [f"{who or 'visitor'} {path or '/'}: {fault}" for fault in found]
                _keep_picture(page, f"{who or 'visitor'}{path}", language, width, scheme)
    assert faults == []


@pytest.mark.parametrize(("language", "width", "scheme"), looks())
def test_pages_are_for_everybody_when_they_are_full(
    database_of_the_file: FreshDatabase, chromium: Any, language: str, width: int, scheme: str,
) -> None:
    axe = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    faults: list[str] = []
    with open_stage(database_of_the_file("services.portal")) as address:
        for who in sorted({opener for opener, _ in WALKS}):
            with _reader(address, chromium, who, width=width, scheme=scheme) as page:
                for path in [path for opener, path in WALKS if opener == who]:
                    faults += [f"{who} {path}: {fault}" for fault in _faults_of(page, path, language, axe, address)]
                    _keep_picture(page, f"full-{who}{path}", language, width, scheme)
    assert faults == []


def _faults_of(page: Any, path: str, language: str, axe: str, address: str) -> list[str]:
    loaded: list[Any] = []

    def note(request: Any) -> None:
        loaded.append(request)

    page.on("requestfinished", note)
    answer = page.goto(address_of(path, language))
    page.remove_listener("requestfinished", note)
    page.evaluate("() => document.querySelectorAll('details').forEach(d => { d.open = true; })")
    text = page.inner_text("body")
    faults = [f"a machine's id: {match[0]}" for match in MACHINE_ID.finditer(text)]
    faults += [f"from elsewhere: {request.url}" for request in loaded if not request.url.startswith(address)]
    if (weight := sum(request.sizes()["responseBodySize"] for request in loaded)) >= HEAVIEST:
        faults.append(f"{weight} bytes")
    if (beyond := page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")) > 0:
        faults.append(f"scrolls sideways by {beyond} px")
    waves = re.search(r"waves;dur=(\d+)", answer.headers.get("server-timing", "waves;dur=0"))
    if not waves or int(waves[1]) > MOST_WAVES:
        faults.append("too many waves of calls")
    if page.evaluate("() => document.documentElement.lang") != language:
        faults.append("another language")
    faults += [f"left in English: {sentence}" for sentence in _english_left(text, language)]
    page.evaluate(axe)
    return faults + page.evaluate(AXE)


def _english_left(text: str, language: str) -> list[str]:
    """English texts of ours that stand on a page in another language, where that language says them otherwise."""
    said = load_texts(language)
    lines = {line.strip() for line in text.splitlines()}
    ours = {text for folder in capabilities() for text in texts_of(folder) if isinstance(text, str)}
    return sorted(english for english in ours & lines if said.gettext(english) != english)


def _keep_picture(page: Any, name: str, language: str, width: int, scheme: str) -> None:
    if EVERYTHING:
        PICTURES.mkdir(parents=True, exist_ok=True)
        plain = re.sub("/sign/.{43}", "/sign-form", name.replace("0" * 43, "unknown")).replace("?step=code", "-code")
        shown = re.sub(r"\?.*amount=1.*", "-result", re.sub(r"/[a-z]{3}_[0-9a-f]+", "-one", plain))
        stem = re.sub(r"[^a-z]+", "-", re.sub(r"\?.*", "-refused", shown)).strip("-")
        page.screenshot(path=str(PICTURES / f"{stem}-{language}-{width}-{scheme}.png"), full_page=True)


def test_the_keyboard_alone_reaches_everything_and_shows_where_it_is(house: House, chromium: Any) -> None:
    faults: list[str] = []
    for who, path in pages(house):
        with _reader(house, chromium, who) as page:
            page.goto(address_of(path, "en"))
            wanted = {number for number, skipped in page.evaluate(FOCUSABLE) if not skipped}
            reached: set[str] = set()
            parted = page.locator("input[type=date], input[type=time]")  # day, month, year and the calendar
            stops = len(wanted) + 3 * parted.count()
            for _ in range(stops + 8):
                page.keyboard.press("Tab")
                number, shown = page.evaluate(FOCUSED)
                reached.add(number)
                if number and not shown:
                    faults.append(f"{path}: focus is not seen on element {number}")
            faults += [f"{path}: element {number} is not reached" for number in sorted(wanted - reached)]
    assert faults == []


def test_without_scripts_and_with_the_keyboard_alone_somebody_learns_what_they_earn(
    house: House, chromium: Any,
) -> None:
    with _reader(house, chromium, scripts=False, width=320) as page:
        page.goto("/fr/earn?month=2026-12")
        page.focus("#amount")
        page.keyboard.type("1.200,00")
        for day in ("01", "02", "03"):
            page.focus(f"input[value='2026-12-{day}']")
            page.keyboard.press("Space")
        page.focus("button[value=quote]")
        page.keyboard.press("Enter")
        page.wait_for_selector(".big")
        assert re.sub(r"\s", " ", page.inner_text(".big")) == "611,98 €"
        assert "10 décembre 2026" in page.inner_text(".result")
        assert "amina" not in page.url.lower()


def test_without_days_no_figure_is_shown(house: House, chromium: Any) -> None:
    with _reader(house, chromium, scripts=False) as page:
        page.goto("/nl" + re.sub("&day=[0-9-]+", "", QUOTE))
        assert page.query_selector(".big") is None
        page.click(".errors a")
        assert page.url.endswith("#days")


def test_a_wage_is_told_to_the_cent_and_its_payslip_is_payrolls_own(house: House, chromium: Any) -> None:
    wage = house.wage()
    with _reader(house, chromium, "amina", scripts=False) as page:
        page.goto("/en/wages")
        page.click(".cards a")
        shown = page.inner_text("main").replace("\u00a0", " ")
        assert _written(wage["net"]) in page.inner_text(".big").replace("\u00a0", " ")
        missing = [line["code"] for line in wage["lines"] if _written(line["amount"]) not in shown]
        assert missing == []
        with page.expect_download() as download:
            page.click("text=Payslip (PDF)")
        given = Path(download.value.path()).read_bytes()
    amina = house.ids["members"]["amina"]
    issued = house.ask("payroll.get_payslip", subject=amina, role="member", wage_id=wage["wage_id"])
    assert given == b64decode(issued["pdf"])


def test_every_bar_adds_up_to_the_budget(house: House, chromium: Any) -> None:
    wage = house.wage()
    with _reader(house, chromium, "amina") as page:
        page.goto(f"/en/wages/{wage['wage_id']}")
        amounts = page.eval_on_selector_all(".shares td:last-child", "cells => cells.map(c => c.textContent)")
    cents = sum(int(re.sub(r"\D", "", amount)) for amount in amounts)
    assert cents == int(wage["budget"]["amount"].replace(".", ""))


def test_somebody_elses_wage_does_not_exist(house: House, chromium: Any) -> None:
    with _reader(house, chromium, "tomas") as page:
        answer = page.goto(f"/en/wages/{house.wage()['wage_id']}")
        assert answer.status == 404
        assert page.goto(f"/en/wages/{house.wage()['wage_id']}/payslip.pdf").status == 404


def test_a_client_signs_on_a_phone_without_scripts_by_keyboard_alone(house: House, chromium: Any) -> None:
    with _reader(house, chromium, scripts=False, width=320) as page:
        heard: list[Any] = []
        page.on("request", lambda request: heard.append(request))  # noqa: PLW0108 - a method of list takes no mark
        page.goto(house.link)
        assert page.get_attribute("html", "lang") == "nl", "the form's own language"
        _press(page, "button:has-text('Stuur mij de code')")
        deliver(house.settings.variables)
        page.fill("#accept-name", "Els Wouters")
        page.fill("#accept-role", "Zaakvoerder")
        page.fill("#accept-code", _code(house))
        page.focus("#accept-entitled")
        page.keyboard.press("Space")
        _press(page, "button:has-text('Aanvaarden en bestellen')")
        assert "Aanvaard door Els Wouters, Zaakvoerder" in page.inner_text(".note.good")
        _keep_picture(page, "visitor/sign-receipt", "nl", 320, "light")
        page.goto(house.link + "?language=fr")
        page.click("header a[lang=de]")
        page.click("a.brand")
        told = {request.headers.get("referer", "") for request in heard}
        assert [referer for referer in told if "/sign/" in referer] == []
    logs = "".join(log.read_text(errors="replace") for log in house.logs.glob("*.log"))
    assert house.link.rpartition("/")[2] not in logs


def test_a_member_writes_an_order_form_on_a_phone_without_scripts_and_the_quote_is_the_wage(
    house: House, chromium: Any,
) -> None:
    amina = house.ids["members"]["amina"]
    with _reader(house, chromium, "amina", scripts=False, width=320) as page:
        page.goto("/fr/orders/write/new/client")
        page.click("button[value=choose]")
        page.fill("#title", "Guide du visiteur")
        page.select_option("#trade", "writing_and_translation")
        page.click("button[value=next]")
        page.goto("/fr/orders/write/new/days?month=2026-12")
        for day in ("01", "02", "03"):
            page.focus(f"input[value='2026-12-{day}']")
            page.keyboard.press("Space")
        page.click("button[value=next]")
        for field, text in (("description-1", "Textes"), ("quantity-1", "24"), ("price-1", "45,50")):
            page.fill(f"#{field}", text)
        page.click("button[value=next]")
        shown = page.inner_text(".big").replace("\u202f", "").replace("\u00a0", " ")
        budget = house.ask("invoicing.quote_order", subject=amina, role="member",
                           amount={"amount": "1092.00", "currency": "EUR"})["budget"]
        pay = house.ask("payroll.quote_pay", subject=amina, role="member", member_id=amina, contract="white_collar",
                        budget=budget, ends_on="2026-12-03",
                        days=[{"on": f"2026-12-0{day}", "hours": "7.60"} for day in (1, 2, 3)])
        assert shown == pay["net"]["amount"].replace(".", ",") + " €"
        page.click("button[value=write]")
        assert "Guide du visiteur" in page.inner_text("h1")
    orders = house.ask("invoicing.list_orders", subject=amina, role="member", member_id=amina, state="drafted")
    assert [(order["title"], order["amount"]["amount"]) for order in orders] == [("Guide du visiteur", "1092.00")]


def _press(page: Any, button: str) -> None:
    page.focus(button)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _code(house: House) -> str:
    """The code in the last mail."""
    mails = sorted(Path(house.settings.variables["MAIL_URL"].removeprefix("folder://")).glob("sign-code-*.eml"))
    (code,) = re.findall(r"^\d{6}(?=\r?$)", mails[-1].read_text(), re.MULTILINE)
    return str(code)


@pytest.fixture(scope="module")
def walk(house: House) -> Iterator[Walk]:
    with walk_through(house) as walk:
        yield walk


def test_members_find_each_other_by_the_pages(walk: Walk) -> None:
    portal_acts.members_find_each_other(walk)


def test_a_training_and_a_room_are_taken_by_the_pages(walk: Walk) -> None:
    portal_acts.a_training_and_a_room(walk)


def test_an_accident_goes_from_the_page_to_the_insurer_and_to_its_end(walk: Walk) -> None:
    portal_acts.an_accident(walk)


def test_late_payers_are_answered_planned_disputed_and_handed_over(walk: Walk) -> None:
    portal_acts.late_payers(walk)


def test_periods_are_closed_and_what_is_owed_for_them_waits_to_be_paid(walk: Walk) -> None:
    portal_acts.periods_and_dues(walk)


def test_a_candidacy_goes_from_the_page_to_the_seat_and_a_mandate_to_its_answer(walk: Walk) -> None:
    portal_acts.from_a_candidacy_to_a_seat(walk)


def test_an_employment_goes_from_the_what_if_to_its_agreed_end(walk: Walk) -> None:
    portal_acts.an_employment(walk)


def test_with_payroll_stopped_the_page_comes_all_the_same(house: House, chromium: Any) -> None:
    house.stack._supervisor.end("payroll")
    with _reader(house, chromium, "accountant") as page:
        began = time.monotonic()
        answer = page.goto("/de/books")
        took = time.monotonic() - began
        assert (answer.status, took < SLOWEST_S) == (200, True), took
        assert page.locator(".note.away").count() == 1
        assert "Brouwerij De Vrije Tap BV" in page.inner_text("main")


def test_with_the_broker_gone_it_says_so_in_the_readers_language(
    house: House, chromium: Any, broker: Broker,
) -> None:
    with _reader(house, chromium, "amina") as page:
        broker.close_vhost(house.vhost)
        try:
            answer = page.goto("/nl/wages")
            assert (answer.status, "Over enkele minuten terug" in page.inner_text("h1")) == (503, True)
        finally:
            broker.open_vhost(house.vhost)


def _written(money: dict[str, str]) -> str:
    whole, _, cents = money["amount"].partition(".")
    return f"{int(whole):,}.{cents} €"
