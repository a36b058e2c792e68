"""A member's own data: changed, shown with their history, handed out whole and signed, removed as far as the law lets.

Removed at once on request: addresses, telephone, national number, questions, notes. Kept as long as books are kept:
name and domicile in the register, accounts to which money went, procedures. Shares, calls and payments stay: they name
nobody but an id.
"""

from datetime import date, timedelta
from typing import Any

from services.membership.documents.signing import sign_export
from services.membership.domain.errors import MoneyOwed, StillMember
from services.membership.domain.events import ErasureRequested
from services.membership.store import members
from services.membership.store import own_data as store
from services.membership.store.reading import assert_entry, open_register
from shared.postgres import Database, Tx

BATCH = 200
RIGHT = "GDPR art. 17.1"


def record_name_and_domicile(
    tx: Tx, *, member_id: str, effective_on: date, reason: str, **holder: str,
) -> dict[str, Any]:
    """A new name or domicile for the register, from a day on; the versions before stay known."""
    assert_entry(tx)
    members.lock_member(tx, member_id)
    holder_id = members.add_holder(tx, member_id, effective_on=effective_on, reason=reason, **holder)
    return {"member_id": member_id, "version_id": holder_id}


def change_contact(tx: Tx, *, member_id: str, email: str, phone: str, language: str) -> dict[str, Any]:
    """How the member wants to be reached; without an e-mail address everything goes by post (art. 2:32)."""
    members.lock_member(tx, member_id)
    members.add_contact(tx, member_id, email=email, phone=phone, language=language)
    return {"member_id": member_id, "by_post": not email}


def export_member_data(tx: Tx, *, member_id: str) -> dict[str, Any]:
    """Everything this service knows of a member, signed (GDPR art. 15 and 20)."""
    members.lock_member(tx, member_id)
    rows = store.export_rows(tx, member_id)
    open_register(tx.seen_as(purpose=tx.purpose or "own data"), what="export", direct=False, about=member_id,
                  rows_read=sum(len(found) for found in rows.values()))
    signed = sign_export({"format": "sharedco/member-export/1", "member_id": member_id, "made_on": str(tx.on),
                          "data": rows})
    return {"member_id": member_id, **signed}


def request_erasure(tx: Tx, *, member_id: str) -> dict[str, Any]:
    """Remove what the law does not want kept; say what is kept, by which law and until when."""
    member = members.lock_member(tx, member_id)
    if member.left_on is None or tx.on < member.left_on:
        raise StillMember(member_id=member_id)
    if owed := store.open_claims(tx, member_id):
        raise MoneyOwed(member_id=member_id, claims=owed)
    keeping = tx.tables.row("accounting_kept_years", tx.on)
    kept_until = date(member.left_on.year + 1 + keeping.integer(), 1, 1) - timedelta(days=1)
    erasure_id = store.add_erasure(tx, member_id, kept_until)
    store.erase_at_once(tx, erasure_id, member_id, law=RIGHT)
    store.note_kept(tx, erasure_id, member_id, law=str(keeping["law"]), until=kept_until)
    tx.announce(ErasureRequested(member_id=member_id, requested_on=tx.on))
    return store.get_erasure(tx, member_id)


def erase_due(database: Database, on: date, advance: Any) -> str:
    """The daily job: complete erasures whose time of keeping is over; forget what came to nothing."""
    with database.transaction(on=on, actor="job:erase_due") as tx:
        registrations, seats = store.erase_old(
            tx, registrations_before=on - timedelta(days=tx.tables.integer("registration_kept_days", on)),
            seats_before=on - timedelta(days=tx.tables.integer("guest_seat_kept_days", on)))
    completed = 0
    while True:
        with database.transaction(on=on, actor="job:erase_due") as tx:
            found = store.erasures_due(tx, BATCH)
            for row in found:
                store.erase_rest(tx, row["id"], row["member_id"], law=RIGHT)
        if not found:
            return (f"{completed} erasures completed; {registrations} old registrations and {seats} old seats "
                    f"forgotten.")
        completed += len(found)
        advance(completed, completed)
