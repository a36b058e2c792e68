"""The vote booth in Chromium: its client against the RFC's numbers and the real ballot box, its pages, and what leaks.

The portal stands before a governance that signs blindly with a real key; the box behind the booth is the real one.
"""

import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.testclient import TestClient

from deploy.local.portal import _free_port
from services.governance.ballots.rules import blind_signatures as blind
from services.governance.ballots.rules import shamir
from services.governance.ballots.rules.ballots import QUEUE, ballot_of, canonical, digest_of
from services.governance.ballots.use_cases.sealing import Place, make_sealing_key, open_choices
from services.governance.credentials.rules import mark_message
from services.portal.app import portal_app
from services.portal.booth.app import LANE, booth_app
from services.portal.booth.settings import BoothSettings
from services.portal.frame.languages import LANGUAGES
from services.portal.frame.portal import make_portal
from shared.signatures import ed25519_verifies
from tests.builders import FreshDatabase
from tests.integration.governance.box_builders import DeskBox, PollKeys, box_at, box_database, published, verified
from tests.journeys.portal_house import CHROMIUM
from tests.journeys.test_portal_in_chromium import AXE, EVERYTHING, PICTURES
from tests.portal_driver import StandInBus, StandInDesk, refusal, settings_for

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = [
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed: `make portal-checks` brings it"),
    pytest.mark.timeout(300),
]
VECTOR = json.loads((Path(__file__).parents[1] / "unit/governance/ballots/rfc9474_vector.json").read_text())
LARGEST_CLIENT = 8_000


@dataclass
class Booth:
    """The booth, the portal before it, the box behind it, and all that was sent to either."""

    portal: str
    address: str
    bus: StandInBus
    box: DeskBox
    received: list[Any] = field(default_factory=list)
    signed: dict[str, str] = field(default_factory=dict)
    person: int = 0  # who sits before the second browser
    deaf: int = 0  # how many answers of the box are lost on their way

    def open(self, **made: Any) -> PollKeys:
        """A poll that governance and the box hold, and that the portal lists."""
        poll = PollKeys(**made)
        self.box.ask("open_poll", paper=poll.paper, opening=poll.opening())
        shown = {"poll_id": poll.poll_id, "assembly_id": "asm_1", "resolution_id": "rsl_1", "digest": poll.digest}
        self.signed, self.person = {}, 0
        self.bus.answers |= {
            "governance.list_open_polls": [{**shown, "credential_taken": False}],
            "governance.get_poll": {**shown, "paper": poll.paper, "cancelled": []},
            "governance.get_assembly": {"title": "Assembly", "agenda": [
                {"resolution_id": "rsl_1", "paper_digest": poll.digest}]},
            "governance.issue_credential": lambda **asked: self._sign(poll, **asked)}
        return poll

    def _sign(self, poll: PollKeys, *, member_id: str, blinded: str, **_: Any) -> dict[str, str]:
        if self.signed.setdefault(f"{member_id}-{self.person}", blinded) != blinded:
            raise refusal("credential_already_issued")
        mask = secrets.randbelow(poll.signer.public.n - 1) + 1
        poll.issued = len(self.signed)
        return {"blind_signature": blind.blind_sign(poll.signer, bytes.fromhex(blinded), mask=mask).hex()}

    async def answer(self, message: Any) -> Any:
        self.received.append(message)
        reply = box_at(self.box.database).answer(dict(message))
        if self.deaf and message["do"] == "cast_ballot":
            self.deaf -= 1
            return {"result": None, "error": {"exc_type": "no_answer", "value": "", "details": {}, "retryable": True}}
        return reply


@contextmanager
def _served(app: Any, port: int) -> Iterator[None]:
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def booth(database_of_the_file: FreshDatabase) -> Iterator[Booth]:
    ports = _free_port(0), _free_port(0)
    database = box_database(database_of_the_file("services.governance.ballot_box"))
    made = Booth(f"http://127.0.0.1:{ports[0]}", f"http://localhost:{ports[1]}", StandInBus(
        {"membership.get_member": {"calls": []}}), DeskBox(database))
    settings = settings_for(database_of_the_file("services.portal"), origin=made.portal, booth_origin=made.address)
    portal = portal_app(make_portal(settings, bus=made.bus, desk=StandInDesk()))
    booth = booth_app(BoothSettings(environment="test", amqp_uri="amqp://nowhere", origin=made.address,
                                    portal_origin=made.portal), box=made.answer)
    with _served(portal, ports[0]), _served(booth, ports[1]):
        yield made
    database.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def _voter(booth: Booth, chromium: Any, *, who: str = "member", **looks: Any) -> Iterator[Any]:
    context = chromium.new_context(reduced_motion="reduce", **looks)
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(f"{booth.portal}/en/sign-in")
    page.click(f"button[value={who}]")
    try:
        yield page
    finally:
        context.close()


def _to_the_right(booth: Booth, page: Any) -> None:
    page.goto(f"{booth.portal}/en/votes")
    page.click("main article a")
    page.click("text=It is the same: go on")
    page.click("text=Have it signed in the portal")


def _to_the_choice(booth: Booth, page: Any) -> None:
    _to_the_right(booth, page)
    page.click("main button")
    page.click("main a.button")
    page.wait_for_selector("#choice:not([hidden])")


def _choose(page: Any, choice: str) -> None:
    page.check(f"input[value={choice}]")
    page.click("#choice button")
    page.click("[data-go=go-cast]")


def _vote(booth: Booth, page: Any, choice: str) -> str:
    _to_the_choice(booth, page)
    _choose(page, choice)
    page.wait_for_selector("#done:not([hidden])")
    return str(page.inner_text("#receipt")).replace(" ", "")


def test_the_client_is_small_and_gives_the_numbers_of_the_rfc(booth: Booth, chromium: Any) -> None:
    client = resources.files("services.portal.booth") / "client" / "protocol.js"
    assert len(client.read_bytes()) <= LARGEST_CLIENT
    page = chromium.new_page()
    page.goto(f"{booth.address}/en")
    numbers = {name: value.removeprefix("0x") for name, value in VECTOR.items()}
    numbers["n"] = f"{int(numbers['p'], 16) * int(numbers['q'], 16):x}"
    found = page.evaluate("""async (known) => {
        const raw = Vote.raw, n = BigInt("0x" + known.n), bits = n.toString(2).length;
        const key = {n, e: BigInt("0x" + known.e), bits: bits - 1, size: Math.ceil(bits / 8)};
        const prepared = raw(known.msg_prefix + known.msg);
        const inv = BigInt("0x" + known.inv);
        let [a, b, x, y] = [n, inv, 0n, 1n];
        while (b) { const q = a / b; [a, b, x, y] = [b, a - q * b, y, x - q * y]; }
        const blinded = await Vote.blind(key, prepared, raw(known.salt), (x % n + n) % n);
        const wrong = known.blind_sig.slice(0, -2) + (known.blind_sig.endsWith("00") ? "01" : "00");
        const refused = await Vote.finalize(key, prepared, wrong, known.inv).catch((error) => error.name);
        return {blinded: blinded.blinded, inverse: BigInt("0x" + blinded.inverse) === inv, refused,
                signature: await Vote.finalize(key, prepared, known.blind_sig, known.inv)};
    }""", numbers)
    page.close()
    assert found == {"blinded": VECTOR["blinded_msg"].removeprefix("0x"), "inverse": True, "refused": "RangeError",
                     "signature": VECTOR["sig"].removeprefix("0x")}


def test_two_browsers_vote_on_a_sealed_paper_and_find_their_ballots_on_the_board(booth: Booth, chromium: Any) -> None:
    sealing = make_sealing_key(threshold=2, count=3)
    poll = booth.open(sealing=sealing)
    with _voter(booth, chromium) as one, _voter(booth, chromium) as other:
        receipts = {_vote(booth, one, "yes")}
        booth.person = 1
        receipts.add(_vote(booth, other, "no"))
        booth.box.ask("close_poll", **poll.closing())
        one.click("#done [data-go=go-mine]")
        one.click("#ballots [data-do=prove]")
        one.wait_for_selector("text=It stands on the board")
    ballots = [ballot_of(canonical(one)) for batch in published(booth.box, poll)["batches"]
               for one in batch["ballots"]]
    secret = shamir.secret_of(dict(list(sealing.shares.items())[:2]))
    opened = [open_choices(secret, one.sealed, Place(digest=one.digest, ballot_id=one.ballot_id,
                                                     voter_key=one.voter_key)) for one in ballots]
    assert (sorted(opened, key=str), {one.leaf for one in ballots}) == ([("no",), ("yes",)], receipts)


def test_lost_answers_cost_nobody_their_vote_and_nothing_counts_twice(booth: Booth, chromium: Any) -> None:
    poll = booth.open()
    with _voter(booth, chromium) as page:
        _to_the_right(booth, page)
        page.click("main button")  # signed, and the answer never seen
        _to_the_choice(booth, page)
        booth.deaf = 1
        _choose(page, "abstain")
        page.wait_for_selector("text=No receipt came yet")
        assert "signed this receipt" not in page.inner_text("main")
        page.goto(f"{booth.address}/en")  # the browser was closed meanwhile
        page.click("#ballots [data-do=again]")
        page.click("[data-go=go-cast]")
        page.wait_for_selector("#done:not([hidden])")
        sent = [message for message in booth.received if message.get("poll_id") == poll.poll_id]
        assert (len(sent), sent[0]) == (2, sent[1]), "the same ballot again, not another one"
        booth.deaf = 1
        page.click("#done [data-go=go-mine]")
        page.click("#ballots [data-do=again]")
        _choose(page, "yes")
        page.wait_for_selector("text=No receipt came yet")
        page.click("[data-go=go-back]")  # another choice is another turn, never the old ballot under new words
        _choose(page, "no")
        page.wait_for_selector("#done:not([hidden])")
    replayed = [box_at(booth.box.database).answer(sent[0]) for _ in range(2)]
    assert [reply["error"]["exc_type"] for reply in replayed] == ["ballot_outdated"] * 2
    booth.box.ask("close_poll", **poll.closing())
    assert verified(published(booth.box, poll)) == ({"yes": 0, "no": 1, "abstain": 0}, [])


def test_a_second_browser_of_the_same_member_gets_no_second_ballot(booth: Booth, chromium: Any) -> None:
    booth.open()
    for told in ("Signed", "in another browser"):
        with _voter(booth, chromium) as page:
            _to_the_right(booth, page)
            page.click("main button")
            page.wait_for_selector(f"text={told}")


@pytest.mark.parametrize("convened", ["0" * 64, None])
def test_another_paper_than_the_convened_one_is_refused_and_nothing_is_sent(
    booth: Booth, chromium: Any, convened: str | None,
) -> None:
    poll = booth.open()
    booth.bus.answers["governance.get_assembly"] = {"title": "Assembly", "agenda": [
        {"resolution_id": "rsl_1", "paper_digest": convened}]}
    with _voter(booth, chromium) as page:
        page.goto(f"{booth.portal}/en/votes")
        page.click("main article a")
        page.wait_for_selector("#refused:not([hidden])")
        assert page.evaluate("async () => (await indexedDB.databases()).length") <= 1
    assert poll.poll_id not in str(booth.received)
    assert not booth.signed


def test_a_vote_that_is_put_again_follows_from_the_convened_paper(booth: Booth, chromium: Any) -> None:
    first, again = PollKeys(), PollKeys()
    papers = [first.paper, again.paper | {"repeats": first.digest, "closes_at": "2026-06-21T20:00:00+02:00"}]
    page = chromium.new_page()
    page.goto(f"{booth.address}/en")
    asks = [(papers[1], first.digest, [papers[0]]), (papers[1], first.digest, []),
            (papers[1] | {"question": "Another?"}, first.digest, [papers[0]]),
            (papers[1], digest_of(papers[1]), [papers[0]]), (papers[0], first.digest, [])]
    found = [page.evaluate("([paper, convened, cancelled]) => Published.isConvened(paper, convened, cancelled)",
                           list(ask)) for ask in asks]
    page.close()
    assert found == [True, False, False, False, True]


def test_neither_cookie_nor_referer_nor_trace_goes_to_the_booth_and_its_request_is_signed(
    booth: Booth, chromium: Any,
) -> None:
    poll = booth.open()
    headers: list[tuple[str, dict[str, str]]] = []
    with _voter(booth, chromium) as page:
        page.goto(f"{booth.address}/en")
        page.click("text=Bind a key of this browser")
        page.click("main button")
        page.wait_for_selector("text=Your voting key is bound")
        bound = next(asked["voting_key"] for method, asked in booth.bus.asked if "bind" in method)
        page.on("request", lambda request: headers.append((request.url, request.all_headers())))
        _vote(booth, page, "abstain")
        kept = page.evaluate("""async () => { const base = await new Promise((done) => {
            const asked = indexedDB.open("booth"); asked.onsuccess = () => done(asked.result); });
            return new Promise((done) => { const all = base.transaction("notes").objectStore("notes").getAll();
                all.onsuccess = () => done(all.result.filter((one) => one.secret).map((one) => one.secret.extractable));
            }); }""")
        assert page.context.cookies(booth.address) == []
    to_booth = [named for url, named in headers if url.startswith(booth.address)]
    assert len(to_booth) > 3
    assert not {name for named in to_booth for name in named} & {"cookie", "referer", "traceparent", "authorization"}
    assert not [named for url, named in headers if booth.address in named.get("referer", "")]
    asked = next(asked for method, asked in reversed(booth.bus.asked) if method == "governance.issue_credential")
    words = mark_message(poll.digest, sha256(bytes.fromhex(asked["blinded"])).hexdigest())
    assert ed25519_verifies(bound, words, asked["signature"])
    assert kept == [False, False], "the keys cannot be read out of the browser"


def test_a_ballot_is_taken_from_the_booths_own_page_alone(booth: Booth) -> None:
    app = booth_app(BoothSettings(environment="test", amqp_uri="amqp://nowhere", origin="https://booth.test",
                                  portal_origin="https://portal.test"), box=booth.answer)
    assert LANE == QUEUE, "the voters' lane, and not governance's"
    with TestClient(app, base_url="https://booth.test") as browser:
        before = len(booth.received)
        assert browser.post("/ballots", json={"do": "open_poll"}).status_code == 403
        own = {"origin": "https://booth.test"}
        assert browser.post("/ballots", content=b" " * 40_000, headers=own).status_code == 413
        assert browser.post("/ballots", content=b"[]", headers=own).json()["error"]["exc_type"] == "shape_not_met"
        assert len(booth.received) == before
        assert browser.post("/ballots", json={"do": "open_poll"}, headers=own).json()["error"] is not None
        assert booth.received[-1] == {"do": "cast_ballot"}, "whatever a page asks, it is a ballot"
        page = browser.get("/fr")
        assert "set-cookie" not in page.headers
        assert "require-trusted-types-for" in page.headers["content-security-policy"]
        assert all(integrity in page.text for name, integrity in browser.get("/digests").json().items()
                   if name in {"protocol", "published", "booth"})


def looks() -> list[tuple[str, str]]:
    """One look a day, another each day; `make portal-checks` takes them all."""
    every = [(language, scheme) for language in LANGUAGES for scheme in ("light", "dark")]
    return every if EVERYTHING else [every[datetime.now(UTC).toordinal() % len(every)]]


@pytest.mark.parametrize(("language", "scheme"), looks())
def test_the_booth_is_for_everybody(booth: Booth, chromium: Any, language: str, scheme: str) -> None:
    axe = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    page = chromium.new_page(viewport={"width": 320, "height": 720}, color_scheme=scheme)
    page.goto(f"{booth.address}/{language}")
    page.wait_for_selector("#mine:not([hidden])")
    page.evaluate(axe)
    faults = {}
    for section in page.evaluate("() => [...document.querySelectorAll('main > section')].map((one) => one.id)"):
        page.evaluate("""(name) => { for (const one of document.querySelectorAll("main > section"))
            one.hidden = one.id !== name; document.getElementById("way").hidden = false;
            for (const one of document.querySelectorAll("[data-told]")) one.hidden = false; }""", section)
        found = page.evaluate(AXE)
        if page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth"):
            found.append("scrolls sideways")
        if found:
            faults[section] = found
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(PICTURES / f"booth-{section}-{language}-320-{scheme}.png"), full_page=True)
    page.close()
    assert faults == {}
