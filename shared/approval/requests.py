"""Asking, deciding and using; each refuses with the rule that it would break, and the database refuses it again."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from shared.chain import canonical
from shared.errors import NotFound, Refusal
from shared.identifiers import new_id
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries("shared.approval")


class SecondPersonNeeded(Refusal):
    """Who asks does not decide, and nobody else withdraws."""

    sentence = "Somebody else than the person who asked must decide this; only they can withdraw it."


class DecidedAlready(Refusal):
    """There is an answer already."""

    sentence = "This was decided already; ask anew if it has to be decided otherwise."


class RequestExpired(Refusal):
    """The time to answer, or to act on the answer, is over."""

    sentence = "The time for this approval is over; ask for it anew."


class ApprovalMissing(Refusal):
    """No second person has approved this."""

    sentence = "A second person has not approved this."


class ApprovedContentDiffers(Refusal):
    """What was approved is not what is about to be done."""

    sentence = "This is not what was approved: something changed since; ask for the approval anew."


class UsedAlready(Refusal):
    """An approval allows one act."""

    sentence = "This approval was used already; each act needs its own."


CONSTRAINTS: Mapping[str, type[Refusal]] = {
    "approval_four_eyes": SecondPersonNeeded,
    "approval_decisions_pkey": DecidedAlready,
    "approval_in_time": RequestExpired,
    "approval_before_use": ApprovalMissing,
    "approval_uses_pkey": UsedAlready,
}


class ApprovalState(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    USED = "used"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRequest:
    """A request and what became of it."""

    id: str
    act: str
    about: str
    digest: str
    asked_by: str
    asked_at: datetime
    expires_at: datetime
    decision: str | None
    decided_by: str | None
    decided_at: datetime | None
    reason: str | None
    used_at: datetime | None

    def state_at(self, instant: datetime) -> ApprovalState:
        """Where the request stands at an instant: an approval that was not used in time has expired."""
        if self.used_at is not None:
            return ApprovalState.USED
        if self.decision in {"refused", "withdrawn"}:
            return ApprovalState(self.decision)
        if instant >= self.expires_at:
            return ApprovalState.EXPIRED
        return ApprovalState.APPROVED if self.decision else ApprovalState.OPEN


def digest_of(content: Mapping[str, Any]) -> str:
    """The digest of what is approved: text, whole numbers, lists and mappings of them."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def ask_approval(tx: Tx, *, act: str, about: str, content: Mapping[str, Any], lasts: timedelta) -> str:
    """Ask, as the actor of this transaction; the request's id. The same question, while it is open, is the same one."""
    tx.one(Q.lock_questions, act=act, about=about)
    digest = digest_of(content)
    if known := tx.one(Q.open_request, act=act, about=about, digest=digest, asked_by=tx.actor, at=tx.at):
        return str(known["id"])
    request_id = new_id("apr")
    tx.run(Q.add_request, id=request_id, act=act, about=about, digest=digest, asked_by=tx.actor, at=tx.at,
           expires_at=tx.at + lasts)
    return request_id


def approve(tx: Tx, request_id: str, *, reason: str = "") -> ApprovalRequest:
    """Approve, as another person than the one who asked."""
    return _decide(tx, request_id, "approved", reason)


def refuse(tx: Tx, request_id: str, *, reason: str) -> ApprovalRequest:
    """Refuse, as another person, and say why."""
    return _decide(tx, request_id, "refused", reason)


def withdraw(tx: Tx, request_id: str, *, reason: str = "") -> ApprovalRequest:
    """Take the question back, as who asked it."""
    return _decide(tx, request_id, "withdrawn", reason)


def _decide(tx: Tx, request_id: str, decision: str, reason: str) -> ApprovalRequest:
    request = _held(tx, request_id)
    if request.decision is not None:
        raise DecidedAlready
    if (decision == "withdrawn") != (tx.actor == request.asked_by):
        raise SecondPersonNeeded
    if tx.at >= request.expires_at:
        raise RequestExpired
    tx.run(Q.add_decision, id=request_id, decision=decision, decided_by=tx.actor, at=tx.at, reason=reason)
    return get_approval(tx, request_id)


def use_approval(tx: Tx, request_id: str, *, act: str, about: str, content: Mapping[str, Any]) -> None:
    """Use up an approval in the transaction that does the act; refuses unless it is approved for exactly this."""
    request = _held(tx, request_id)
    if request.used_at is not None:
        raise UsedAlready
    if request.decision != "approved":
        raise ApprovalMissing
    if tx.at >= request.expires_at:
        raise RequestExpired
    if (request.act, request.about, request.digest) != (act, about, digest_of(content)):
        raise ApprovedContentDiffers
    tx.run(Q.add_use, id=request_id, used_by=tx.actor, at=tx.at)


def list_open(tx: Tx, *, act: str = "", limit: int = 100) -> list[dict[str, Any]]:
    """What waits for a second person, oldest first: which act, about what, who asked, since when and until when."""
    return tx.all(Q.list_open, act=act, at=tx.at, limit=limit)


def _held(tx: Tx, request_id: str) -> ApprovalRequest:
    """A request as whoever came before has left it, held until commit."""
    tx.run(Q.hold_request, id=request_id)
    return get_approval(tx, request_id)


def get_approval(tx: Tx, request_id: str) -> ApprovalRequest:
    """A request and what became of it, or a refusal."""
    row = tx.one(Q.get_request, id=request_id)
    if row is None:
        raise NotFound(kind="approval", id=request_id)
    return ApprovalRequest(**row)
