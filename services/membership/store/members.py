"""Members and candidates, their names and domiciles (for the register), and how to reach them."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.errors import NotFound
from shared.identifiers import new_id
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries("services.membership", "queries/members.sql")
HOLDER_FIELDS = ("given_name", "family_name", "street", "postcode", "town", "country")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member or candidate as the use cases see him: no personal data."""

    id: str
    language: str
    founder: bool
    accepted_on: date
    admitted_on: date | None
    left_on: date | None
    shares: int

    def is_member_on(self, day: date) -> bool:
        """Admitted, and not gone."""
        return self.admitted_on is not None and self.admitted_on <= day and (self.left_on is None or day < self.left_on)


def add_member(tx: Tx, **member: Any) -> None:
    """A candidate: accepted, not yet admitted."""
    tx.run(Q.add_member, **member)


def person_is_member(tx: Tx, national_number: str) -> bool:
    """Whether a member or candidate has this national number."""
    row = tx.one(Q.person_is_member, national_number=national_number)
    return bool(row and row["known"])


def lock_member(tx: Tx, member_id: str) -> Member:
    """The member, locked until the transaction ends; a refusal when there is none."""
    row = tx.one(Q.lock_member, member_id=member_id)
    if row is None:
        raise NotFound(kind="member", id=member_id)
    return Member(**row)


def admit(tx: Tx, member_id: str, on: date) -> bool:
    """From candidate to member; whether that is news."""
    return tx.run(Q.admit_member, member_id=member_id, on=on) == 1


def end_membership(tx: Tx, member_id: str, *, on: date, reason: str) -> bool:
    """No longer a member from a day on; whether that is news."""
    return tx.run(Q.end_membership, member_id=member_id, on=on, reason=reason) == 1


def add_holder(tx: Tx, member_id: str, *, effective_on: date, reason: str, **content: str) -> str:
    """A version of name and domicile, with a salted digest that outlives its erasure; the version's id."""
    salt, holder_id = secrets.token_hex(16), new_id("hol")
    digest = holder_digest(salt, [content[name] for name in HOLDER_FIELDS])
    tx.run(Q.add_holder, id=holder_id, member_id=member_id, effective_on=effective_on, recorded_at=tx.at,
           actor=tx.actor, reason=reason, salt=salt, digest=digest, **{name: content[name] for name in HOLDER_FIELDS})
    return holder_id


def holder_digest(salt: str, content: list[str]) -> str:
    """The digest of a name and domicile: without the salt nobody can try names against it."""
    return hashlib.sha256("\x1f".join((salt, *content)).encode()).hexdigest()


def add_contact(tx: Tx, member_id: str, *, email: str, phone: str, language: str) -> None:
    """A version of how to reach a member; the language counts at once."""
    tx.run(Q.add_contact, id=new_id("con"), member_id=member_id, email=email, phone=phone, language=language,
           recorded_on=tx.on, recorded_at=tx.at, actor=tx.actor)
    tx.run(Q.set_language, member_id=member_id, language=language)


def has_email(tx: Tx, member_id: str) -> bool:
    """Whether the member can be reached by e-mail; without an address everything goes by post (art. 2:32)."""
    row = tx.one(Q.get_contact, member_id=member_id)
    return bool(row and row["email"])
