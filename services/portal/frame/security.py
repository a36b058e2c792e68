"""What every answer carries and every form must bring: security headers, and proof that a form is ours."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_FORM = 64 * 1024
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
STRICT_TRANSPORT = "max-age=63072000; includeSubDomains"


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
        if scope["method"] not in SAFE and (refused := self._refused(Headers(scope=scope))):
            await PlainTextResponse(*refused)(scope, receive, self._dressed(send))
            return
        await self._app(scope, receive, self._dressed(send))

    def _refused(self, headers: Headers) -> tuple[str, int] | None:
        if not is_ours(headers, self._origin):
            return "This form was not sent from the portal itself.", FORBIDDEN
        length = headers.get("content-length", "")
        if not length.isdigit() or int(length) > LARGEST_FORM:
            return "This form is too large.", TOO_LARGE
        return None

    def _dressed(self, send: Send) -> Send:
        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
                if self._secure:
                    headers.setdefault("Strict-Transport-Security", STRICT_TRANSPORT)
            await send(message)

        return dressed


def is_ours(headers: Headers, origin: str) -> bool:
    """Whether a form was sent by a page of ours.

    Browsers say so in Sec-Fetch-Site, which pages cannot forge; older ones name the origin. Neither is a refusal.
    """
    if site := headers.get("sec-fetch-site"):
        return site == "same-origin"
    return headers.get("origin") == origin
