"""People who walk through the real house by its pages, on any day: forms are filled in and sent as a browser does."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import partial
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from lxml import html
from starlette.testclient import TestClient

from deploy.local.demo.scenario import read_scenario
from deploy.local.keys import development_keys
from deploy.local.portal import playable
from deploy.local.postgres import ROOT
from services.governance.boards.use_cases.box import QueueBox
from services.governance.voting import use_cases as voter
from services.portal.frame.bus import Bus
from services.portal.sessions.store import Login
from shared import clock
from shared.bus.calling import new_request_id
from shared.cli.settings import read_file
from shared.cli.working import find_job
from tests.journeys.portal_house import House
from tests.patience import wait_until
from tests.portal_driver import HOME, StandInDesk, open_portal


class BusOfADay(Bus):
    """The real bus; every call is made on the day of the story, which the role `clock` may name."""

    day = date(2026, 11, 2)
    anyones = frozenset({"list_spaces", "list_trainings", "list_training_sessions", "list_info_sessions"})  # no day

    async def ask(self, target: str, asked: Mapping[str, Any], **how: Any) -> Any:
        when = {} if target.partition(".")[2] in self.anyones else {"on": self.day.isoformat()}
        return await super().ask(target, {**asked, **when}, **how)


class DeskOfADay(StandInDesk):
    """Signs the sandbox's people in, each with the role `clock` beside their own."""

    def __init__(self, people: Mapping[str, Mapping[str, Any]]) -> None:
        self._people = people
        self._keys = development_keys(ROOT / ".local" / "keys")

    async def log_in(self, subject_token: str, kind: str) -> Login:
        one = self._people[subject_token]
        return Login(subject=one["subject"], name=one["name"], roles=tuple(g["role"] for g in one["grants"]),
                     language="en", renewal=subject_token)

    async def token_of(self, login: Login | None) -> str:
        return self._keys.token(*((login.subject, *login.roles, "clock") if login else ("visitor", "visitor")))


@dataclass
class Person:
    """Somebody at a browser: the page before them, and their cookie."""

    browser: TestClient
    who: str
    cookies: dict[str, str] = field(default_factory=dict)
    path: str = "/en"
    status: int = 0
    page: Any = None
    text: str = ""
    content: bytes = b""

    def open(self, path: str) -> str:
        """The text of a page."""
        return self._seen(partial(self.browser.get, path if path.startswith("/en") else f"/en{path}"))

    def press(self, act: str, *, nth: int = 0, files: Mapping[str, Any] | None = None, **fields: Any) -> str:
        """Fill in the form of a button by its value (or, where it has none, its words), and send it."""
        form, button = [(form, button) for form in self.page.forms for button in form.xpath(".//button")
                        if act in {button.get("value"), button.text_content().strip()}][nth]
        data: dict[str, Any] = {}
        for name, value in form.form_values():
            data.setdefault(name, []).append(value)
        data |= {name: value if isinstance(value, list) else [value] for name, value in fields.items()}
        data |= {button.get("name"): [button.get("value")]} if button.get("name") else {}
        return self._seen(partial(self.browser.post, urljoin(self.path, form.action or ""), data=data, files=files,
                                  headers=HOME))

    def choice(self, name: str, words: str) -> str:
        """The value of the choice that a reader finds by its words."""
        (value,) = [option.get("value") for option in self.page.xpath(f"//select[@name='{name}']/option")
                    if words in option.text_content()]
        return str(value)

    def links(self) -> list[str]:
        """Where the page leads."""
        return [link.get("href") for link in self.page.xpath("//main//a")]

    def _seen(self, send: Any) -> str:
        self.browser.cookies.clear()
        for name, value in self.cookies.items():
            self.browser.cookies.set(name, value, domain="portal.test", path="/")
        answer = send()
        for header in answer.headers.get_list("set-cookie"):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        if answer.status_code == 303:
            return self.open(answer.headers["location"])
        self.status, self.content = answer.status_code, answer.content
        self.path = answer.url.raw_path.decode()
        if answer.headers["content-type"].startswith("text/html"):
            self.page = html.fromstring(answer.text)
            self.text = " ".join(self.page.find(".//main").text_content().split())
        return self.text


@dataclass
class Walk:
    """The house as its people walk through it."""

    house: House
    browser: TestClient
    bus: BusOfADay
    people: dict[str, Person] = field(default_factory=dict)

    def on(self, day: str) -> None:
        """From now on it is this day."""
        self.bus.day = date.fromisoformat(day)

    def __call__(self, who: str) -> Person:
        if who not in self.people:
            person = self.people[who] = Person(self.browser, who)
            person.open("/sign-in")
            person._seen(partial(self.browser.post, "/en/sign-in", data={"person": who}, headers=HOME))
        return self.people[who]

    def run_job(self, name: str) -> str:
        """A service's long work of the day."""
        definition, job = find_job(name)
        settings = self.house.settings
        database = definition.database(settings.database_url(definition.name), settings.country).open()
        try:
            return job.run(database, self.bus.day, lambda _done, _all: None)
        finally:
            database.close()

    def vote(self, who: str, poll_id: str, paper_digest: str, choice: str) -> None:
        """A member's ballot: their right is signed by the page, the ballot goes to the real box."""
        person, member_id = self(who), self.house.ids["members"][who]

        def ask(method: str, **asked: Any) -> Mapping[str, Any]:
            if method == "get_poll":
                poll: Mapping[str, Any] = self.house.ask(f"governance.{method}", subject="officer",
                                                         role="returning_officer", **asked)
                return poll
            person.open(f"/votes/{poll_id}?blinded={asked['blinded']}&signature=&who={'0' * 16}")
            person.press("Have it signed")
            (booth,) = [link for link in person.links() if "signed=" in link]
            return {"blind_signature": parse_qs(urlsplit(booth).fragment)["signed"][0]}

        credential = voter.take_credential(ask, poll_id=poll_id, member_id=member_id, digest=paper_digest,
                                           request_id=new_request_id())
        voter.cast(QueueBox(self.house.settings.amqp_uri), credential, [choice])


@contextmanager
def walk_through(house: House) -> Iterator[Walk]:
    """A portal in this process before the real services, so that it may be any day."""
    registrations = {key: one["registration"] for key, one in read_scenario().members.items()}
    people = {one["login"]: one for one in playable(house.ids["members"], registrations)}
    bus = BusOfADay(house.settings.amqp_uri)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: datetime.combine(bus.day, time(10), UTC))
        browser, _ = open_portal(read_file(house.stack.folder / "portal")["DATABASE_URL_PORTAL"], bus=bus,
                                 desk=DeskOfADay(people), booth_origin="https://booth.test", deadline_s=20.0)
        with browser:
            yield Walk(house, browser, bus)


def until_it_says(person: Person, path: str, words: str) -> str:
    """The text of a page, as soon as the services have heard of what it is to say."""
    wait_until(lambda: words in person.open(path), f"page {path} that says {words}")
    return person.text
