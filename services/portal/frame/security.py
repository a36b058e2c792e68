"""What every answer carries and every form must bring: security headers, and proof that a form is ours."""

import re
from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_FORM = 64 * 1024
LARGEST_UPLOAD = 1_300 * 1024  # a bank file as text, and once more in the form that confirms it
UPLOADS = re.compile("/(books/bank|expenses/receipt|accidents/[^/]+|assemblies/[^/]+/desk)$")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FORBIDDEN, TOO_LARGE = 403, 413
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
                               "base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
PROBES = frozenset({"/live", "/ready"})
BY_LINK = "/sign/"  # the address itself is the key: it goes to nobody else, and no search engine keeps it
BY_LINK_HEADERS = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
STRICT_TRANSPORT = "max-age=63072000; includeSubDomains"


class KnownHost(TrustedHostMiddleware):
    """Answers under the portal's own name only; a probe, which tells nothing, comes by the number of a machine."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through that names us."""
        if scope["type"] == "http" and scope["path"] in PROBES:
            await self.app(scope, receive, send)
            return
        await super().__call__(scope, receive, send)


class Guard:
    """Around the whole application, so that no page can forget it."""

    def __init__(self, app: ASGIApp, origin: str) -> None:
        self._app = app
        self._origin = origin
        self._secure = origin.startswith("https://")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through when it is ours, and dress its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        secret = scope["path"].startswith(BY_LINK)
        dressed = self._dressed(send, {**HEADERS, **BY_LINK_HEADERS} if secret else HEADERS)
        if scope["method"] not in SAFE and (refused := self._refused(
                Headers(scope=scope), secret=secret, most=LARGEST_UPLOAD if UPLOADS.search(scope["path"]) else
                LARGEST_FORM)):
            await PlainTextResponse(*refused)(scope, receive, dressed)
            return
        await self._app(scope, receive, dressed)

    def _refused(self, headers: Headers, *, secret: bool, most: int) -> tuple[str, int] | None:
        if not is_ours(headers, self._origin, untold=secret):
            return "This form was not sent from the portal itself.", FORBIDDEN
        length = headers.get("content-length", "")
        if not length.isdigit() or int(length) > most:
            return "This form is too large.", TOO_LARGE
        return None

    def _dressed(self, send: Send, armour: Mapping[str, str]) -> Send:
        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in armour.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
                if self._secure:
                    headers.setdefault("Strict-Transport-Security", STRICT_TRANSPORT)
            await send(message)

        return dressed


def is_ours(headers: Headers, origin: str, *, untold: bool = False) -> bool:
    """Whether a form was sent by a page of ours.

    Browsers say so in Sec-Fetch-Site, which pages cannot forge; older ones name the origin. Neither is a refusal.
    `untold`: a page that sends no Referer sends its form from the origin `null`. Such a page is opened by its address
    alone, no cookie is believed there: who does not know the address has nothing to forge.
    """
    if site := headers.get("sec-fetch-site"):
        return site == "same-origin"
    return headers.get("origin") in ({origin, "null"} if untold else {origin})
