"""The desk's own small HTTP face: `POST /token` for the portal, and in development the list of people to play."""

import hmac
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from services.portal.settings import read_desk_secret, read_provider
from services.portal.token_desk.directory import Directory
from services.portal.token_desk.exchange import GRANT, Desk, LoginNotAccepted
from services.portal.token_desk.provider import id_token_reader
from shared.clock import ZONES, now
from shared.settings import SettingsRefused, read, require

CLIENT = "portal"


def read_desk(variables: Mapping[str, str]) -> Desk:
    """The desk as the settings make it; it refuses a key of development in production."""
    environment, country = require(variables, "SHAREDCO_ENV"), require(variables, "COUNTRY").upper()
    private_key = require(variables, "TOKEN_PRIVATE_KEY")
    key_id = read(variables, "TOKEN_KEY_ID") or Path(variables.get("TOKEN_PRIVATE_KEY_FILE", "")).stem
    if environment == "production" and key_id.startswith("development-"):
        raise SettingsRefused("TOKEN_PRIVATE_KEY is a development key; production signs with its own only.")
    public = load_pem_private_key(private_key.encode(), None).public_key().public_bytes(
        Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    provider = read_provider(variables)
    return Desk(
        private_key=private_key, public_key=public.decode(), key_id=key_id, country=country, zone=ZONES[country],
        directory=Directory(Path(require(variables, "TOKEN_DESK_DIRECTORY"))),
        read_id_token=id_token_reader(provider) if provider else None, development=environment != "production")


class DeskFace:
    """The desk's answers over HTTP: only the portal, which knows the secret, gets any."""

    def __init__(self, desk: Desk, secret: str) -> None:
        self._desk = desk
        self._secret = secret

    async def token(self, request: Request) -> Response:
        """Swap a login for a house token."""
        if not _is_portal(request, self._secret):
            return JSONResponse({"error": "invalid_client"}, 401, {"WWW-Authenticate": "Basic"})
        async with request.form(max_files=0, max_fields=10) as form:
            return self._swapped({name: str(value) for name, value in form.items()})

    async def people(self, request: Request) -> Response:
        """Whom one may play; there is no such list in production."""
        if not _is_portal(request, self._secret) or not self._desk.development:
            return Response(status_code=404)
        return JSONResponse([{"login": person.login, "name": person.name, "language": person.language,
                              "roles": sorted({grant.role for grant in person.grants})}
                             for person in self._desk.directory.people()])

    async def live(self, _request: Request) -> Response:
        """It runs."""
        return JSONResponse({"live": True})

    def _swapped(self, fields: Mapping[str, str]) -> Response:
        if fields.get("grant_type") != GRANT:
            return JSONResponse({"error": "unsupported_grant_type"}, 400)
        try:
            answer = self._desk.swap(subject_token=fields.get("subject_token", ""),
                                     kind=fields.get("subject_token_type", ""), now=now(),
                                     on_behalf=fields.get("requested_subject", ""))
        except LoginNotAccepted as refusal:
            return JSONResponse({"error": "invalid_request", "error_description": refusal.message}, 400)
        return JSONResponse(answer, headers={"Cache-Control": "no-store"})


def desk_app(desk: Desk, secret: str) -> Starlette:
    """The desk as an ASGI application."""
    face = DeskFace(desk, secret)
    return Starlette(routes=[Route("/token", face.token, methods=["POST"]), Route("/people", face.people),
                             Route("/live", face.live)])


def token_desk(variables: Mapping[str, str]) -> Starlette:
    """The token desk of these settings."""
    return desk_app(read_desk(variables), read_desk_secret(variables))


def _is_portal(request: Request, secret: str) -> bool:
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    try:
        name, _, known = b64decode(given, validate=True).decode().partition(":")
    except (NotBase64, UnicodeDecodeError):
        return False
    return kind.lower() == "basic" and name == CLIENT and hmac.compare_digest(known.encode(), secret.encode())
