"""The portal's parts, made once: the bus, the desk, the sessions, the texts, figures and templates of each language."""

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel.support import Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from psycopg_pool import AsyncConnectionPool

from services.portal.acting.store import OpeningStore
from services.portal.frame.bus import Bus
from services.portal.frame.desk import TokenDesk
from services.portal.frame.figures import PageFigures
from services.portal.frame.languages import LANGUAGES, NAMES, ROOT, load_texts, locale_of
from services.portal.frame.refusals import PartAway
from services.portal.live.streams import Streams
from services.portal.ordering.store import DraftStore
from services.portal.sessions.provider import IdentityProvider
from services.portal.sessions.store import SessionStore
from services.portal.settings import PortalSettings

if TYPE_CHECKING:
    from types import CodeType

DIGEST_LENGTH = 12
_BOUND_TO = re.compile(r" \[[0-9a-f]{32}\]$")  # what binds a question about a person to one candidacy or mandate
CONNECTIONS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """Everything that outlives a visit."""

    settings: PortalSettings
    bus: Bus
    desk: TokenDesk
    provider: IdentityProvider | None
    pool: AsyncConnectionPool
    sessions: SessionStore
    drafts: DraftStore
    texts: dict[str, Translations]
    figures: dict[str, PageFigures]
    templates: dict[str, Environment]
    statics: dict[str, tuple[str, bytes]]
    streams: Streams
    openings: OpeningStore

    @property
    def cookie_name(self) -> str:
        """`__Host-` binds the cookie to this very host over TLS; browsers refuse the prefix without TLS."""
        return "__Host-session" if self.settings.secure else "session"

    @property
    def attempt_cookie(self) -> str:
        """The cookie of whoever is away at the identity provider."""
        return "__Host-attempt" if self.settings.secure else "attempt"


def make_portal(settings: PortalSettings, **replaced: Any) -> Portal:
    """The portal of these settings, not yet connected to anything; tests may replace parts."""
    pool = AsyncConnectionPool(settings.database_url, min_size=0, max_size=CONNECTIONS, open=False, timeout=2,
                               kwargs={"autocommit": True})  # each statement stands alone: one round trip, not three
    statics = {_static_name(file): (_media_type(file), file.read_bytes())
               for file in sorted((ROOT / "static").iterdir())}
    texts = {language: load_texts(language) for language in LANGUAGES}
    loader = CompiledOnce(ROOT)
    parts: dict[str, Any] = {
        "bus": Bus(settings.amqp_uri), "pool": pool, "sessions": SessionStore(pool), "streams": Streams(),
        "openings": OpeningStore(pool), "drafts": DraftStore(pool, settings.desk_secret),
        "texts": texts,
        "provider": settings.provider and IdentityProvider(
            settings.provider, f"{settings.origin}/en/sign-in/back", within=settings.deadline_s),
        "desk": TokenDesk(settings.desk_url, settings.desk_secret, within=settings.deadline_s),
        "figures": {language: PageFigures(locale_of(language, settings.country)) for language in LANGUAGES},
        "templates": {language: _environment(loader, texts[language], statics) for language in LANGUAGES},
    }
    return Portal(settings=settings, statics=statics, **{**parts, **replaced})


class CompiledOnce(FileSystemLoader):
    """Templates, each compiled once for all languages: what differs between them is looked up when a page is made."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._codes: dict[str, CodeType] = {}

    def load(self, environment: Environment, name: str, globals: Any = None) -> Template:  # noqa: A002 - Jinja's name
        """The template of an environment."""
        if name not in self._codes:
            source, file, _ = self.get_source(environment, name)
            self._codes[name] = environment.compile(source, name, file)
        return environment.template_class.from_code(environment, self._codes[name], globals or {})


def _environment(loader: CompiledOnce, texts: Translations, statics: dict[str, Any]) -> Environment:
    environment = Environment(
        loader=loader, autoescape=True, auto_reload=False, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, extensions=["jinja2.ext.i18n"])
    environment.install_gettext_translations(texts, newstyle=True)  # type: ignore[attr-defined]
    environment.globals |= {"languages": NAMES,
                            "static": {name.partition(".")[0]: f"/static/{name}" for name in statics}}
    environment.filters["asked"] = lambda question: _BOUND_TO.sub("", question)
    environment.tests["away"] = lambda value: isinstance(value, PartAway)
    return environment


def _static_name(file: Path) -> str:
    return f"{file.stem}.{sha256(file.read_bytes()).hexdigest()[:DIGEST_LENGTH]}{file.suffix}"


def _media_type(file: Path) -> str:
    return {".css": "text/css", ".svg": "image/svg+xml", ".js": "text/javascript"}[file.suffix]
