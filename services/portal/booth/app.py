"""The booth as an ASGI application: static pages, and three questions that are handed to the ballot box.

It knows no session, reads no cookie, writes no access log, and hands on nothing but the message itself: no address, no
time, no correlation. What it serves can be compared: the scripts' digests stand in the page (SRI) and in `/digests`.
"""

import asyncio
import json
from base64 import b64encode
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256, sha384
from pathlib import Path
from typing import Any, Self

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.portal.booth.settings import BoothSettings
from services.portal.frame.languages import LANGUAGES, NAMES, ROOT, load_texts, preferred
from shared.bus.anonymous import ask
from shared.bus.calling import NoAnswer

LANE = "ballot-box"  # the voters' queue
PATIENCE_S = 10.0
LARGEST_BALLOT = 32 * 1024
NOT_FOUND, REFUSED, TOO_LARGE, SEE_OTHER = 404, 403, 413, 303
SILENT = {"result": None, "error": {"exc_type": "no_answer", "value": "The ballot box did not answer.", "details": {},
                                    "retryable": True}}
MALFORMED = {"result": None, "error": {"exc_type": "shape_not_met", "value": "This is no ballot.", "details": {},
                                       "retryable": False}}
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                               "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
                               "require-trusted-types-for 'script'; trusted-types 'none'",
    "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
}
FILES = ("booth/client/protocol.js", "booth/client/published.js", "booth/client/booth.js", "static/portal.css",
         "static/icon.svg")
KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
AskBox = Callable[[Mapping[str, Any]], Awaitable[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A file of the booth as browsers fetch it: its address changes with its content."""

    address: str
    kind: str
    content: bytes

    @classmethod
    def of(cls, file: Path) -> Self:
        """A file of this checkout."""
        content = file.read_bytes()
        name = f"{file.stem}.{sha256(content).hexdigest()[:12]}{file.suffix}"
        return cls(address=f"/files/{name}", kind=KINDS[file.suffix], content=content)

    @property
    def integrity(self) -> str:
        """What a browser compares before it runs a script."""
        return f"sha384-{b64encode(sha384(self.content).digest()).decode()}"


def booth_app(settings: BoothSettings, *, box: AskBox | None = None) -> Starlette:
    """The whole booth; `box` asks the ballot box (else: over the voters' lane of the broker)."""
    files = {Path(name).stem: Served.of(ROOT / name) for name in FILES}
    pages = {language: _page(language, files, settings) for language in LANGUAGES}
    forward = _forward(box or _over_the_lane(settings.amqp_uri))

    async def show(request: Request) -> Response:
        page = pages.get(request.path_params["language"])
        return Response(page, media_type="text/html") if page else Response(status_code=NOT_FOUND)

    async def first(request: Request) -> Response:
        return RedirectResponse(f"/{preferred(request.headers.get('accept-language', ''))}", SEE_OTHER)

    async def digests(_request: Request) -> Response:
        return JSONResponse({name: one.integrity for name, one in files.items()})

    async def give(request: Request) -> Response:
        found = next((one for one in files.values() if one.address == request.url.path), None)
        return Response(found.content, media_type=found.kind) if found else Response(status_code=NOT_FOUND)

    async def live(_request: Request) -> Response:
        return JSONResponse({"live": True})

    routes = [Route("/", first), Route("/live", live), Route("/digests", digests), Route("/files/{name}", give),
              Route("/ballots", forward["cast"], methods=["POST"]), Route("/boards/{poll_id}", forward["head"]),
              Route("/boards/{poll_id}/{number:int}", forward["batch"]), Route("/{language}", show)]
    hosts = [settings.host, "127.0.0.1", "localhost"] if settings.development else [settings.host]
    return Starlette(routes=routes, middleware=[
        Middleware(OnlyFromHere, settings.origin), Middleware(TrustedHostMiddleware, allowed_hosts=hosts)])


class OnlyFromHere:
    """Takes a ballot from the booth's own page alone, and dresses every answer."""

    def __init__(self, app: ASGIApp, origin: str) -> None:
        self._app = app
        self._origin = origin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        headers = Headers(scope=scope)
        if scope["method"] not in {"GET", "HEAD"} and headers.get("origin") != self._origin:
            await Response("Ballots are cast from the booth's own page.", REFUSED)(scope, receive, dressed)
            return
        await self._app(scope, receive, dressed)


def _forward(box: AskBox) -> dict[str, Callable[[Request], Awaitable[Response]]]:
    """The three questions: cast a ballot, the head of a board, a batch of it. Nothing else reaches the lane."""
    async def cast(request: Request) -> Response:
        length = request.headers.get("content-length", "")
        if not length.isdigit() or int(length) > LARGEST_BALLOT:
            return Response("This is too large for a ballot.", TOO_LARGE)
        try:
            ballot = json.loads(await request.body())
        except ValueError:
            ballot = None
        if not isinstance(ballot, dict):
            return JSONResponse(MALFORMED)
        return JSONResponse(await box({**ballot, "do": "cast_ballot"}))

    async def head(request: Request) -> Response:
        return JSONResponse(await box({"do": "get_board", "poll_id": request.path_params["poll_id"]}))

    async def batch(request: Request) -> Response:
        return JSONResponse(await box({"do": "get_batch", "poll_id": request.path_params["poll_id"],
                                       "number": request.path_params["number"]}))

    return {"cast": cast, "head": head, "batch": batch}


def _over_the_lane(uri: str) -> AskBox:
    async def box(message: Mapping[str, Any]) -> Any:
        try:
            return await asyncio.to_thread(ask, uri, LANE, dict(message), seconds=PATIENCE_S, kept=False)
        except NoAnswer:
            return SILENT

    return box


def _page(language: str, files: Mapping[str, Served], settings: BoothSettings) -> bytes:
    environment = Environment(loader=FileSystemLoader(ROOT), autoescape=True, undefined=StrictUndefined,
                              trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.i18n"])
    environment.install_gettext_translations(load_texts(language), newstyle=True)  # type: ignore[attr-defined]
    return environment.get_template("booth/booth.html").render(
        language=language, languages=NAMES, files=files, portal=settings.portal_origin).encode()
