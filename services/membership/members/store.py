"""Members and how to reach them."""

from collections.abc import Mapping
from datetime import date

from services.membership.members.errors import PersonKnown
from services.membership.members.rules import Contact
from shared.errors import Refusal
from shared.identifiers import new_id
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: Mapping[str, type[Refusal]] = {"members_one_per_person": PersonKnown}


def add_candidate(
    tx: Tx, *, registration_id: str, national_number: str, language: str, founder: bool, share_class: str,
) -> str:
    """Somebody who was accepted and is not yet admitted; their id."""
    member_id = new_id("mbr")
    tx.run(Q.add_member, id=member_id, registration_id=registration_id, national_number=national_number,
           language=language, founder=founder, accepted_on=tx.on, share_class=share_class)
    return member_id


def save_admitted(tx: Tx, member_id: str, on: date) -> bool:
    """From candidate to member; whether that is news."""
    return tx.run(Q.admit_member, member_id=member_id, on=on) == 1


def save_left(tx: Tx, member_id: str, *, on: date, reason: str) -> None:
    """No longer a member, or candidate, from a day on."""
    tx.run(Q.end_membership, member_id=member_id, on=on, reason=reason)


def save_restored(tx: Tx, member_id: str) -> None:
    """A member again, as if they had never left."""
    tx.run(Q.restore_membership, member_id=member_id)


def save_share_until(tx: Tx, member_id: str, until: date | None) -> None:
    """Until when the shares that are paid hold."""
    tx.run(Q.save_share_until, member_id=member_id, until=until)


def add_contact(tx: Tx, member_id: str, contact: Contact) -> None:
    """A version of how to reach a member; the language counts at once."""
    tx.run(Q.add_contact, id=new_id("con"), member_id=member_id, email=contact.email, phone=contact.phone,
           language=contact.language, recorded_on=tx.on, recorded_at=tx.at, actor=tx.actor)
    tx.run(Q.set_language, member_id=member_id, language=contact.language)
