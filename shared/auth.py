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
ISSUER = "sharedco"  # of tokens of development and jobs
MOST_CACHED = 10_000
LEEWAY_S = 60  # seconds by which clocks may differ
LONGEST_LIFE_S = 24 * 3600  # a token for longer is refused, whoever signed it


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
    """Who calls: the subject (a member id, an employee, a job), the roles, how strongly he was identified.

    `acting` is somebody else who reads what the subject may read (RFC 8693, `act`): such a call changes nothing.
    """

    subject: str
    roles: frozenset[str]
    country: str
    assurance: str = ""
    purpose: str = ""
    acting: str = ""


class Tokens:
    """Verifies tokens against the public keys of the identity provider, by key id; remembers those it verified."""

    def __init__(self, public_keys: Mapping[str, str], country: str, *, issuer: str | None = None) -> None:
        self._issuer = issuer
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
            claims = jwt.decode(token, key, algorithms=["EdDSA"], audience=AUDIENCE, issuer=self._issuer,
                                leeway=LEEWAY_S, options={"require": ["exp", "sub", "aud"]})
        except (jwt.PyJWTError, ValueError, OverflowError) as error:  # text that is no text, figures that are no time
            raise TokenInvalid(why=_reason(error)) from None
        if float(claims["exp"]) - float(claims.get("iat", time.time())) > LONGEST_LIFE_S + LEEWAY_S:
            raise TokenInvalid(why="it is valid for too long")
        caller = _caller(claims)
        if caller.country != self._country:
            raise TokenInvalid(why="it is for another country")
        self._remember(token, float(claims["exp"]) + LEEWAY_S, caller)
        return caller

    def _remember(self, token: str, until: float, caller: Caller) -> None:
        if len(self._known) >= MOST_CACHED:
            self._known.clear()
        self._known[token] = (until, caller)


def _reason(error: Exception) -> str:
    return next((why for kind, why in _REASONS.items() if isinstance(error, kind)), "its signature or claims are wrong")


_REASONS: Mapping[type[Exception], str] = {
    jwt.ExpiredSignatureError: "it has expired",
    jwt.ImmatureSignatureError: "it is not valid yet; does the clock of its issuer run ahead?",
    jwt.InvalidIssuerError: "another issuer signed it",
    jwt.InvalidAudienceError: "it is for somebody else",
}


def _caller(claims: Mapping[str, Any]) -> Caller:
    roles = claims.get("roles", [])
    if not isinstance(roles, list) or not all(isinstance(role, str) for role in roles):
        raise TokenInvalid(why="its roles are not a list of words")
    return Caller(
        subject=str(claims["sub"]), roles=frozenset(roles), country=str(claims.get("country", "")),
        assurance=str(claims.get("acr", "")), purpose=str(claims.get("purpose", "")), acting=_actor(claims),
    )


def _actor(claims: Mapping[str, Any]) -> str:
    """Who acts for the subject; a claim that cannot be read is somebody all the same."""
    if "act" not in claims:
        return ""
    return str((isinstance(claims["act"], Mapping) and claims["act"].get("sub")) or "unknown")


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
    assurance: str = "", purpose: str = "", acting: str = "", now: float | None = None,
) -> str:
    """Issue a token: development, tests and jobs. In production the partner's identity provider does it."""
    issued = int(now if now is not None else time.time())
    claims = {
        "sub": subject, "aud": AUDIENCE, "roles": sorted(roles), "country": country, "iat": issued,
        "nbf": issued, "exp": issued + seconds, "iss": ISSUER, "acr": assurance, "purpose": purpose,
        **({"act": {"sub": acting}} if acting else {}),
    }
    return jwt.encode(claims, private_key, algorithm="EdDSA", headers={"kid": key_id})
