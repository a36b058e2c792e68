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
    public = load_pem_private_key(private_key.encode(), None).public_key()
    provider = read_provider(variables)
    return Desk(
        private_key=private_key, public_key=public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode(),
        key_id=key_id, country=country, zone=ZONES[country],
        directory=Directory(Path(require(variables, "TOKEN_DESK_DIRECTORY"))),
        read_id_token=id_token_reader(provider) if provider else None, development=environment != "production")


def desk_app(desk: Desk, secret: str) -> Starlette:
    """The desk as an ASGI application."""

    def swap(fields: Mapping[str, str]) -> Response:
        if fields.get("grant_type") != GRANT:
            return JSONResponse({"error": "unsupported_grant_type"}, 400)
        try:
            answer = desk.swap(subject_token=fields.get("subject_token", ""),
                               kind=fields.get("subject_token_type", ""), now=now())
        except LoginNotAccepted as refusal:
            return JSONResponse({"error": "invalid_request", "error_description": refusal.message}, 400)
        return JSONResponse(answer, headers={"Cache-Control": "no-store"})

    async def token(request: Request) -> Response:
        if not _is_portal(request, secret):
            return JSONResponse({"error": "invalid_client"}, 401, {"WWW-Authenticate": "Basic"})
        async with request.form() as form:
            return swap({name: str(value) for name, value in form.items()})

    async def people(request: Request) -> Response:
        if not _is_portal(request, secret) or not desk.development:
            return Response(status_code=404)
        return JSONResponse([{"login": person.login, "name": person.name, "language": person.language,
                              "roles": sorted({grant.role for grant in person.grants})}
                             for person in desk.directory.people()])

    async def live(_request: Request) -> Response:
        return JSONResponse({"live": True})

    return Starlette(routes=[Route("/token", token, methods=["POST"]), Route("/people", people),
                             Route("/live", live)])


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
