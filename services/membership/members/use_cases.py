"""From candidate to member to somebody who left; how members are reached."""

from datetime import date

from services.membership.events import LeavingReason, MemberAdmitted, MemberLeft
from services.membership.members import reads, store
from services.membership.members.rules import Contact, Member
from shared.postgres import Tx

NEVER_ADMITTED = "never_admitted"  # why a candidate is none any more; nobody else hears of it


def add_candidate(
    tx: Tx, *, registration_id: str, national_number: str, founder: bool, contact: Contact, share_class: str,
) -> str:
    """Somebody was accepted who is not known yet: they become a member when their first share is paid. Their id."""
    reads.assert_person_is_new(tx, national_number)
    member_id = store.add_candidate(tx, registration_id=registration_id, national_number=national_number,
                                    language=contact.language, founder=founder, share_class=share_class)
    store.add_contact(tx, member_id, contact)
    return member_id


def admit_member(tx: Tx, member: Member, on: date) -> None:
    """A candidate becomes a member; who is one already stays one."""
    if store.save_admitted(tx, member.id, on):
        tx.announce(MemberAdmitted(member_id=member.id, admitted_on=on, language=member.language,
                                   share_class=member.share_class))


def record_share_until(tx: Tx, member_id: str, until: date | None) -> None:
    """Until when a member's paid shares let them use the services."""
    store.save_share_until(tx, member_id, until)


def end_membership(tx: Tx, member: Member, *, on: date, reason: LeavingReason) -> None:
    """A member, or a candidate, is none any more from a day on."""
    if member.left_on is None:
        store.save_left(tx, member.id, on=on, reason=reason)
        tx.announce(MemberLeft(member_id=member.id, left_on=on, reason=reason))


def restore_membership(tx: Tx, member: Member) -> None:
    """A membership that should not have ended stands again, from the day on which it ended."""
    if member.left_on:
        store.save_restored(tx, member.id)
        tx.announce(MemberAdmitted(member_id=member.id, admitted_on=member.left_on, language=member.language,
                                   share_class=member.share_class))


def drop_candidate(tx: Tx, member: Member) -> None:
    """A candidate who never paid is none any more."""
    store.save_left(tx, member.id, on=tx.on, reason=NEVER_ADMITTED)


def change_contact(tx: Tx, *, member_id: str, contact: Contact) -> dict[str, str | bool]:
    """How the member wants to be reached; without an e-mail address everything goes by post (art. 2:32)."""
    reads.lock_member(tx, member_id)
    store.add_contact(tx, member_id, contact)
    return {"member_id": member_id, "by_post": not contact.email}
