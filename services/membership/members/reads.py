"""Questions about members; the one who is changed is locked first, so that nobody waits in a circle."""

from services.membership.members.errors import PersonKnown
from services.membership.members.rules import Contact, Member, assert_member
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def get_member(tx: Tx, member_id: str) -> Member:
    """The member, or a refusal when there is none."""
    return Member(**tx.require(Q.get_member, NotFound(kind="member", id=member_id), member_id=member_id))


def lock_member(tx: Tx, member_id: str) -> Member:
    """The member, locked until the transaction ends; a refusal when there is none."""
    return Member(**tx.require(Q.lock_member, NotFound(kind="member", id=member_id), member_id=member_id))


def lock_current_member(tx: Tx, member_id: str) -> Member:
    """The same, refused for who is not a member today."""
    return assert_member(lock_member(tx, member_id), on=tx.on)


def assert_person_is_new(tx: Tx, national_number: str, *, but: str = "") -> None:
    """Refuse a person who is a member or candidate already, under this number or one before; `but` not this member."""
    if tx.single(Q.person_is_member, national_number=national_number, but=but)["known"]:
        raise PersonKnown


def find_contact(tx: Tx, member_id: str) -> Contact | None:
    """How to reach a member; nothing when that was erased."""
    row = tx.one(Q.get_contact, member_id=member_id)
    return Contact(**row) if row else None
