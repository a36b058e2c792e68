"""Logging in at an identity provider: a small one of our own, over real HTTP, with what may go wrong."""

import json
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import jwt
import pytest
import uvicorn
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from services.portal.app import portal_app
from services.portal.frame.desk import LoginRefused
from services.portal.frame.portal import make_portal
from services.portal.sessions.provider import LONGEST_AWAY_S
from services.portal.sessions.store import Login
from services.portal.settings import Provider
from services.portal.token_desk.directory import Directory
from services.portal.token_desk.exchange import Desk, LoginNotAccepted
from services.portal.token_desk.provider import id_token_reader
from shared.auth import new_key
from tests.builders import FreshDatabase
from tests.portal_driver import ORIGIN, StandInBus, StandInDesk, settings_for

KEY = generate_private_key(65537, 2048)
PRIVATE, PUBLIC = new_key()


class SmallProvider:
    """Issues ID tokens for whoever comes; a test may bend one."""

    def __init__(self) -> None:
        self.issuer = ""
        self.bent: dict[str, Any] = {}
        self.nonce = ""
        self.challenge = ""
        self.verifier = ""

    def app(self) -> Starlette:
        return Starlette(routes=[
            Route("/.well-known/openid-configuration", self._metadata), Route("/keys", self._keys),
            Route("/token", self._token, methods=["POST"])])

    async def _metadata(self, _request: Request) -> Response:
        return JSONResponse({"authorization_endpoint": f"{self.issuer}/authorize", "jwks_uri": f"{self.issuer}/keys",
                             "token_endpoint": f"{self.issuer}/token", "issuer": self.issuer})

    async def _keys(self, _request: Request) -> Response:
        known = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        return JSONResponse({"keys": [{**known, "kid": "k1", "use": "sig", "alg": "RS256"}]})

    async def _token(self, request: Request) -> Response:
        async with request.form() as form:
            self.verifier = str(form["code_verifier"])
        claims = {"iss": self.issuer, "aud": "portal", "sub": "amina", "nonce": self.nonce, "iat": int(time.time()),
                  "exp": int(time.time()) + 60} | self.bent
        token = jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "k1"})
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "id_token": token})


class ReadingDesk(StandInDesk):
    """A desk that reads the provider's word with the real code."""

    def __init__(self, provider: Provider, directory: Path) -> None:
        self._desk = Desk(private_key=PRIVATE, public_key=PUBLIC, key_id="k", country="BE", zone="Europe/Brussels",
                          directory=Directory(directory), read_id_token=id_token_reader(provider), development=False)

    async def log_in(self, subject_token: str, kind: str) -> Login:
        try:
            found = self._desk.swap(subject_token=subject_token, kind=kind, now=datetime.now(UTC))
        except LoginNotAccepted:
            raise LoginRefused from None
        return Login(subject=found["subject"], name=found["name"], roles=tuple(found["roles"]),
                     language=found["language"], renewal=found["refresh_token"])


@pytest.fixture(scope="module")
def provider() -> Iterator[SmallProvider]:
    small = SmallProvider()
    server = uvicorn.Server(uvicorn.Config(small.app(), host="127.0.0.1", port=0, log_level="critical"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    small.issuer = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    yield small
    server.should_exit = True
    thread.join()


@pytest.fixture
def browser(provider: SmallProvider, fresh_database: FreshDatabase, tmp_path: Path) -> Iterator[TestClient]:
    provider.bent = {}
    file = tmp_path / "people.json"
    grants = [{"role": "member", "from_on": "2020-01-01", "until_on": None}]
    file.write_text(json.dumps([{"login": "amina", "subject": "member-1", "name": "Amina", "language": "fr",
                                 "grants": grants}]), encoding="utf-8")
    known = Provider(issuer=provider.issuer, client_id="portal", client_secret="secret")
    settings = settings_for(fresh_database("services.portal"), environment="production", provider=known)
    app = portal_app(make_portal(settings, bus=StandInBus({}), desk=ReadingDesk(known, file)))
    with TestClient(app, base_url=ORIGIN, follow_redirects=False) as opened:
        yield opened


def _leave(browser: TestClient, provider: SmallProvider, path: str = "/fr/sign-in/start") -> dict[str, str]:
    """What the portal asks of the provider."""
    answer = browser.get(path)
    assert answer.status_code == 303
    asked = {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}
    provider.nonce = asked["nonce"]
    return asked


def _back(browser: TestClient, state: str) -> httpx2.Response:
    found: httpx2.Response = browser.get("/en/sign-in/back", params={"code": "c", "state": state})
    return found


def test_somebody_comes_back_signed_in_and_goes_on_where_they_were_going(
    browser: TestClient, provider: SmallProvider,
) -> None:
    asked = _leave(browser, provider, "/fr/sign-in/start?next=/fr/wages")
    assert (asked["response_type"], asked["code_challenge_method"], asked["redirect_uri"]) == (
        "code", "S256", f"{ORIGIN}/en/sign-in/back")
    answer = _back(browser, asked["state"])
    assert (answer.status_code, answer.headers["location"]) == (303, "/fr/wages")
    assert browser.get("/fr/wages").status_code == 200
    assert len(provider.verifier) >= 43


@pytest.mark.parametrize("bent", [
    {"nonce": "another"}, {"aud": "somebody else"}, {"iss": "https://evil.example"}, {"sub": "nobody"},
    {"exp": 1}, {"nonce": None},
])
def test_a_word_that_does_not_hold_opens_nothing(
    browser: TestClient, provider: SmallProvider, bent: dict[str, Any],
) -> None:
    asked = _leave(browser, provider)
    provider.bent = bent
    assert _back(browser, asked["state"]).headers["location"].endswith("/sign-in")
    assert browser.get("/fr/wages").headers["location"].startswith("/fr/sign-in")


def test_another_state_opens_nothing(browser: TestClient, provider: SmallProvider) -> None:
    _leave(browser, provider)
    assert _back(browser, "another").headers["location"].endswith("/sign-in")


def test_who_was_never_sent_away_does_not_come_back(browser: TestClient, provider: SmallProvider) -> None:
    asked = _leave(browser, provider)
    browser.cookies.clear()
    assert _back(browser, asked["state"]).headers["location"].endswith("/sign-in")


def test_who_was_away_too_long_begins_again(
    browser: TestClient, provider: SmallProvider, monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = _leave(browser, provider)
    later = time.time() + LONGEST_AWAY_S + 1
    monkeypatch.setattr("services.portal.sessions.provider.time.time", lambda: later)
    assert _back(browser, asked["state"]).headers["location"].endswith("/sign-in")


def test_without_the_provider_the_page_says_that_it_is_away(
    browser: TestClient, provider: SmallProvider, monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def nobody(*_: Any, **__: Any) -> Any:
        raise httpx2.ConnectError("gone")

    monkeypatch.setattr(httpx2.AsyncClient, "get", nobody)
    assert browser.get("/nl/sign-in/start").status_code == 503
