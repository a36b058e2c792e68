"""One visit of one page: who reads it, in which language, and how the page asks services and answers."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from starlette.datastructures import ImmutableMultiDict
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from services.portal.frame.languages import LANGUAGES
from services.portal.frame.refusals import NotHere, PartAway, ServiceAway, is_away, is_command, is_not_here, sentence_of
from services.portal.sessions.store import Login, Session
from shared import clock
from shared.bus.calling import BrokerAway, new_request_id
from shared.errors import Refusal

if TYPE_CHECKING:
    from services.portal.frame.portal import Portal

Ask = tuple[str, Mapping[str, Any]]
SEE_OTHER = 303
LONGEST_FORM_FIELDS = 200
READING = frozenset({"member"})  # what an advisor is who reads a member's pages


@dataclass(slots=True)
class Visit:
    """What a page's handler is given."""

    portal: "Portal"
    request: Request
    language: str
    session: Session | None = None
    cookie: str | None = None
    form: ImmutableMultiDict[str, str] = field(default_factory=ImmutableMultiDict)
    file: bytes = b""
    waves: int = 0

    @property
    def login(self) -> Login | None:
        """Who is signed in, if anybody."""
        return self.session.login if self.session else None

    @property
    def reads_as(self) -> str:
        """The member whose pages an advisor reads; empty where everybody is themselves."""
        return self.session.reads_as if self.session else ""

    @property
    def me(self) -> str:
        """The subject of whoever is signed in, or whose pages they read."""
        if self.login is None:
            raise NotHere
        return self.reads_as or self.login.subject

    @property
    def roles(self) -> frozenset[str]:
        """The roles of whoever is signed in."""
        return READING if self.reads_as else frozenset(self.login.roles if self.login else ())

    @property
    def today(self) -> date:
        """The day, where the country is."""
        return clock.day_of(clock.now(), self.portal.settings.zone)

    def words(self, text: str) -> str:
        """A text in the reader's language."""
        return self.portal.texts[self.language].gettext(text)

    def path(self, path: str = "", language: str = "") -> str:
        """The address of a page in the reader's (or another) language."""
        return f"/{language or self.language}{path}"

    def in_language(self, language: str) -> str:
        """The address of this very page in a language: its first word, else asked for behind it."""
        url = self.request.url
        first, stroke, rest = url.path.removeprefix("/").partition("/")
        if first not in LANGUAGES:
            return f"{url.path}?language={language}"
        return f"/{language}{stroke}{rest}" + (f"?{url.query}" if url.query else "")

    def new_request_id(self) -> str:
        """A key for one form, made when it is shown: however often it is sent, it is carried out once."""
        return new_request_id()

    async def wave(self, besides: Mapping[str, Ask] | None = None, /, **asks: Ask) -> dict[str, Any]:
        """Several questions at once; where a service is away, its answer is a `PartAway`.

        Raises `NotHere` when a service says that this is nothing for the reader, and other refusals as they are;
        to what is asked `besides`, the answer is then None.
        """
        self.waves += 1
        token = await (self.portal.desk.token_to_read(self.login, self.reads_as) if self.login and self.reads_as
                       else self.portal.desk.token_of(self.login))
        named = {**asks, **(besides or {})}
        answers = await asyncio.gather(*(self._part(ask, token, hidden=name not in asks)
                                         for name, ask in named.items()))
        return dict(zip(named, answers, strict=True))

    async def ask(self, target: str, **kwargs: Any) -> Any:
        """One question or command without whose answer the page has nothing to say."""
        answer = (await self.wave(answer=(target, kwargs)))["answer"]
        if isinstance(answer, PartAway):
            raise ServiceAway(answer.service)
        return answer

    async def _part(self, ask: Ask, token: str, *, hidden: bool) -> Any:
        target, asked = ask
        try:
            return await self.portal.bus.ask(target, asked, token=token, within=self.portal.settings.deadline_s)
        except BrokerAway:
            raise
        except Refusal as refusal:
            if is_away(refusal):
                return PartAway(target.partition(".")[0])
            if not is_not_here(refusal) or (is_command(asked) and refusal.code == "shape_not_met"):
                raise
            if hidden:
                return None
            raise NotHere from refusal

    def sentence(self, refusal: Refusal) -> str:
        """A refusal in the reader's words."""
        return self.words(sentence_of(refusal))

    def render(self, template: str, *, status: int = 200, **context: Any) -> Response:
        """A page."""
        html = self.portal.templates[self.language].get_template(template).render(
            visit=self, figures=self.portal.figures[self.language], **context)
        return HTMLResponse(html, status)

    def go(self, path: str) -> Response:
        """After an act: to the page that shows what came of it, so that a reload acts on nothing."""
        return RedirectResponse(self.path(path), SEE_OTHER)
