"""Swapping a login for a house token (RFC 8693): five minutes for the services, a renewal for the session's life.

A subject token is one of three: an ID token of the identity provider, a renewal that this desk gave, or in
development the key of one of the sandbox's people. Roles are looked up at each swap, so that a role that was taken
away is gone within five minutes. The visitor, who has no login, gets a token that opens only what is public.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import jwt

from services.portal.token_desk.directory import Directory, Person
from shared.auth import sign_token
from shared.clock import day_of
from shared.errors import Refusal
from shared.identifiers import is_id

GRANT = "urn:ietf:params:oauth:grant-type:token-exchange"
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"  # noqa: S105 - the name of a kind
ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token"  # noqa: S105
RENEWAL = "urn:sharedco:token-type:renewal"
DEVELOPMENT = "urn:sharedco:token-type:development"
VISITOR = "urn:sharedco:token-type:visitor"
TOKEN_S = 300
RENEWAL_S = 12 * 3_600
ADVISOR = "advisor"
_RENEWAL_AUDIENCE = "sharedco-token-desk"


class LoginNotAccepted(Refusal):
    """The subject token is forged, over, of a kind that is not taken here, or of somebody who is not known."""

    sentence = "The login is not accepted: {why}."


ReadIdToken = Callable[[str], Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """Who logged in, and how strongly the provider identified them: what it said then holds for what is renewed."""

    login: str
    assurance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The desk: its key, the directory, and how it reads what the identity provider signed."""

    private_key: str
    public_key: str
    key_id: str
    country: str
    zone: str
    directory: Directory
    read_id_token: ReadIdToken | None
    development: bool

    def swap(self, *, subject_token: str, kind: str, now: datetime, on_behalf: str = "") -> dict[str, Any]:
        """The answer of RFC 8693, with who it is beside it.

        `on_behalf`: a member whose pages an advisor opens, to read only: the token names both.
        """
        if kind == VISITOR:
            return _answer(self._signed_token("visitor", ("visitor",), now))
        proven = self._login(subject_token, kind)
        person = self._person(proven.login)
        roles = person.roles(day_of(now, self.zone))
        if not roles:
            raise LoginNotAccepted(why="no role is granted today")
        if on_behalf:
            if ADVISOR not in roles or not is_id(on_behalf, "mbr") or on_behalf == person.subject:
                raise LoginNotAccepted(why="an advisor opens a member's pages, and nobody else does")
            return _answer(self._signed_token(on_behalf, ("member",), now, acting=person.subject))
        return _answer(self._signed_token(person.subject, roles, now, assurance=proven.assurance)) | {
            "refresh_token": self._renewal(proven, now), "subject": person.subject, "name": person.name,
            "language": person.language, "roles": list(roles), "grants": _shown(person, day_of(now, self.zone))}

    def _person(self, login: str) -> Person:
        person = self.directory.find(login)
        if person is None:
            raise LoginNotAccepted(why="nobody of this login is known")
        return person

    def _login(self, subject_token: str, kind: str) -> Proven:
        if kind == DEVELOPMENT and self.development:
            return Proven(login=subject_token, assurance="high")
        if kind == RENEWAL:
            return self._renewed(subject_token)
        if kind == ID_TOKEN and self.read_id_token:
            claims = self.read_id_token(subject_token)
            return Proven(login=str(claims["sub"]), assurance=str(claims.get("acr", "")))
        raise LoginNotAccepted(why="this kind of login is not taken here")

    def _signed_token(
        self, subject: str, roles: tuple[str, ...], now: datetime, *, assurance: str = "", acting: str = "",
    ) -> str:
        return sign_token(self.private_key, key_id=self.key_id, subject=subject, roles=roles, country=self.country,
                          seconds=TOKEN_S, assurance=assurance, acting=acting, now=now.timestamp())

    def _renewal(self, proven: Proven, now: datetime) -> str:
        claims = {"sub": proven.login, "acr": proven.assurance, "aud": _RENEWAL_AUDIENCE,
                  "exp": int(now.timestamp()) + RENEWAL_S}
        return jwt.encode(claims, self.private_key, algorithm="EdDSA")

    def _renewed(self, token: str) -> Proven:
        try:
            claims = jwt.decode(token, self.public_key, algorithms=["EdDSA"], audience=_RENEWAL_AUDIENCE,
                                options={"require": ["exp", "sub", "aud"]})
        except jwt.PyJWTError:
            raise LoginNotAccepted(why="it is over, or was not given here") from None
        return Proven(login=str(claims["sub"]), assurance=str(claims.get("acr", "")))


def _answer(token: str) -> dict[str, Any]:
    return {"access_token": token, "issued_token_type": ACCESS_TOKEN, "token_type": "N_A", "expires_in": TOKEN_S}


def _shown(person: Person, on: date) -> list[dict[str, str | None]]:
    return [{"role": grant.role, "from_on": grant.from_on.isoformat(),
             "until_on": grant.until_on.isoformat() if grant.until_on else None}
            for grant in person.grants if grant.holds(on)]
