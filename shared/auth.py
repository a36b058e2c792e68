"""Who calls: short-lived signed tokens (JWT, EdDSA) that name the caller, with which roles, for which country."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from shared.errors import Refusal

AUDIENCE = "sharedco"
MOST_CACHED = 10_000


class TokenMissing(Refusal):
    """Nobody is named by the call."""

    sentence = "A valid token is needed: send it as auth_token in the call's context."


class TokenInvalid(Refusal):
    """The token is forged, expired, for somebody else's house or for another country."""

    sentence = "The token is not accepted: {why}."


class NotAllowed(Refusal):
    """The caller is known, but may not do this."""

    sentence = "{subject} may not call {method}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who calls: the subject (a member id, an employee, a job), the roles, how strongly he was identified."""

    subject: str
    roles: frozenset[str]
    country: str
    assurance: str = ""
    purpose: str = ""


class Tokens:
    """Verifies tokens against the public keys of the identity provider, by key id; remembers those it verified."""

    def __init__(self, public_keys: Mapping[str, str], country: str) -> None:
        self._keys = dict(public_keys)
        self._country = country
        self._known: dict[str, tuple[float, Caller]] = {}

    def caller(self, token: str | None) -> Caller:
        """Who is named by the token, or a refusal."""
        if not token or not isinstance(token, str):
            raise TokenMissing
        known = self._known.get(token)
        if known and known[0] > time.time():
            return known[1]
        return self._verify(token)

    def _verify(self, token: str) -> Caller:
        try:
            key = self._keys.get(jwt.get_unverified_header(token).get("kid", ""))
            if key is None:
                raise TokenInvalid(why="its key is unknown")
            claims = jwt.decode(token, key, algorithms=["EdDSA"], audience=AUDIENCE,
                                options={"require": ["exp", "sub", "aud"]})
        except (jwt.PyJWTError, ValueError, OverflowError) as error:  # text that is no text, figures that are no time
            raise TokenInvalid(why=_reason(error)) from None
        caller = _caller(claims)
        if caller.country != self._country:
            raise TokenInvalid(why="it is for another country")
        self._remember(token, float(claims["exp"]), caller)
        return caller

    def _remember(self, token: str, until: float, caller: Caller) -> None:
        if len(self._known) >= MOST_CACHED:
            self._known.clear()
        self._known[token] = (until, caller)


def _reason(error: Exception) -> str:
    return "it has expired" if isinstance(error, jwt.ExpiredSignatureError) else "its signature or claims are wrong"


def _caller(claims: Mapping[str, Any]) -> Caller:
    roles = claims.get("roles", [])
    if not isinstance(roles, list) or not all(isinstance(role, str) for role in roles):
        raise TokenInvalid(why="its roles are not a list of words")
    return Caller(
        subject=str(claims["sub"]), roles=frozenset(roles), country=str(claims.get("country", "")),
        assurance=str(claims.get("acr", "")), purpose=str(claims.get("purpose", "")),
    )


def new_key() -> tuple[str, str]:
    """A fresh pair of keys (private, public) as PEM text, for development and tests."""
    private = Ed25519PrivateKey.generate()
    pem = private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                serialization.NoEncryption())
    public = private.public_key().public_bytes(serialization.Encoding.PEM,
                                               serialization.PublicFormat.SubjectPublicKeyInfo)
    return pem.decode(), public.decode()


def is_public_key(pem: str) -> bool:
    """Whether a text is the public half of a key that can sign tokens."""
    try:
        return isinstance(serialization.load_pem_public_key(pem.encode()), Ed25519PublicKey)
    except (ValueError, UnsupportedAlgorithm):
        return False


def sign_token(
    private_key: str, *, key_id: str, subject: str, roles: Iterable[str], country: str, seconds: int = 900,
    assurance: str = "", purpose: str = "", now: float | None = None,
) -> str:
    """Issue a token: development, tests and jobs. In production the partner's identity provider does it."""
    issued = int(now if now is not None else time.time())
    claims = {
        "sub": subject, "aud": AUDIENCE, "roles": sorted(roles), "country": country, "iat": issued,
        "exp": issued + seconds, "acr": assurance, "purpose": purpose,
    }
    return jwt.encode(claims, private_key, algorithm="EdDSA", headers={"kid": key_id})
