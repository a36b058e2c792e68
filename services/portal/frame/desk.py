"""The portal's side of the token desk: swap a login for a house token, keep the token while it lives."""

import time
from dataclasses import dataclass
from typing import Any

import httpx2

from services.portal.sessions.store import Login
from services.portal.token_desk.exchange import GRANT, RENEWAL, VISITOR
from shared.errors import Refusal

EARLIER_S = 30  # a token is not used in its last seconds
MOST_KEPT = 10_000


class DeskAway(Refusal):
    """The token desk cannot be asked: nobody new gets in, whoever has a token works on."""

    sentence = "The token desk does not answer."
    retryable = True


class LoginRefused(Refusal):
    """The desk does not take this login, or does not take it any longer."""

    sentence = "The login is not accepted."


@dataclass(frozen=True, slots=True)
class _Kept:
    token: str
    until: float


class TokenDesk:
    """Asks the desk over HTTP with the secret that only the two know."""

    def __init__(self, url: str, secret: str, *, within: float) -> None:
        self._http = httpx2.AsyncClient(base_url=url, auth=("portal", secret), timeout=within)
        self._kept: dict[str, _Kept] = {}

    async def close(self) -> None:
        """Hang up."""
        await self._http.aclose()

    async def log_in(self, subject_token: str, kind: str) -> Login:
        """Who a login is, as the desk knows them."""
        answer = await self._swap(subject_token, kind)
        login = Login(subject=answer["subject"], name=answer["name"], roles=tuple(answer["roles"]),
                      language=answer["language"], renewal=answer["refresh_token"])
        self._keep(login.renewal, answer)
        return login

    async def token_of(self, login: Login | None) -> str:
        """A house token of whoever is signed in, else of the visitor."""
        known = login.renewal if login else ""
        kept = self._kept.get(known)
        if kept and kept.until > time.monotonic():
            return kept.token
        answer = await self._swap(known, RENEWAL if login else VISITOR)
        return self._keep(known, answer)

    async def token_to_read(self, login: Login, member_id: str) -> str:
        """A house token with which an advisor reads what a member may read, and changes nothing."""
        known = f"{login.renewal} {member_id}"
        kept = self._kept.get(known)
        if kept and kept.until > time.monotonic():
            return kept.token
        return self._keep(known, await self._swap(login.renewal, RENEWAL, requested_subject=member_id))

    async def people(self) -> list[dict[str, Any]]:
        """Whom one may play in development."""
        try:
            answer = await self._http.get("/people")
        except httpx2.HTTPError:
            raise DeskAway from None
        return list(answer.json()) if answer.is_success else []

    def forget(self, login: Login) -> None:
        """Somebody signed out."""
        for known in [one for one in self._kept if one.partition(" ")[0] == login.renewal]:
            del self._kept[known]

    def _keep(self, known: str, answer: dict[str, Any]) -> str:
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        self._kept[known] = _Kept(answer["access_token"], time.monotonic() + answer["expires_in"] - EARLIER_S)
        return str(answer["access_token"])

    async def _swap(self, subject_token: str, kind: str, **more: str) -> dict[str, Any]:
        try:
            answer = await self._http.post("/token", data={
                "grant_type": GRANT, "subject_token": subject_token or "visitor", "subject_token_type": kind,
                "audience": "sharedco", **more})
        except httpx2.HTTPError:
            raise DeskAway from None
        if answer.is_success:
            return dict(answer.json())
        if answer.status_code == httpx2.codes.BAD_REQUEST:
            raise LoginRefused
        raise DeskAway
