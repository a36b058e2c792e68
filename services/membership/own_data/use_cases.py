"""A member's own data: handed out whole and signed, removed as far as the law lets.

Removed at once on request: addresses, telephone, national number, questions, notes. Kept as long as books are kept:
name and domicile in the register, accounts to which money went, procedures. Shares, calls and payments stay: they name
nobody but an id.
"""

from datetime import date, timedelta
from typing import Any

from services.membership.events import ErasureRequested
from services.membership.members.reads import lock_member
from services.membership.own_data import reads, rules, store
from services.membership.own_data.documents import sign_export
from services.membership.register.use_cases import open_register
from shared.definitions import Advance
from shared.postgres import Database, Tx

BATCH = 200
RIGHT = "GDPR art. 17.1"


def export_member_data(tx: Tx, *, member_id: str) -> dict[str, str]:
    """Everything this service knows of a member, signed (GDPR art. 15 and 20)."""
    lock_member(tx, member_id)
    rows = reads.export_rows(tx, member_id)
    open_register(tx.seen_as(purpose=tx.purpose or "own data"), what="export", direct=False, about=member_id,
                  rows_read=sum(len(found) for found in rows.values()))
    signed = sign_export({"format": "sharedco/member-export/1", "member_id": member_id, "made_on": str(tx.on),
                          "data": rows})
    return {"member_id": member_id, **signed}


def show_particulars(tx: Tx, *, member_id: str) -> dict[str, Any]:
    """Name, domicile and contact of today."""
    found = reads.get_particulars(tx, member_id)
    _keep_read(tx, member_id, what="particulars", rows=1)
    return found


def show_change_history(tx: Tx, *, member_id: str) -> dict[str, Any]:
    """Every version of name, domicile and contact."""
    found = reads.get_change_history(tx, member_id)
    _keep_read(tx, member_id, what="change history", rows=len(found["holders"]) + len(found["contacts"]))
    return found


def _keep_read(tx: Tx, member_id: str, *, what: str, rows: int) -> None:
    """Names and domiciles are the register's, wherever they are read; nobody is noted for reading their own."""
    if tx.actor != member_id:
        open_register(tx.seen_as(purpose=tx.purpose or what), what=what, direct=False, about=member_id, rows_read=rows)


def request_erasure(tx: Tx, *, member_id: str) -> dict[str, Any]:
    """Remove what the law does not want kept; say what is kept, by which law and until when."""
    member = lock_member(tx, member_id)
    rules.assert_erasable(member, open_claims=reads.count_open_claims(tx, member_id), on=tx.on)
    keeping = tx.tables.row("accounting_kept_years", tx.on)
    kept_until = rules.kept_until(member.left_on or tx.on, years=keeping.integer())
    erasure_id = store.add_erasure(tx, member_id, kept_until)
    store.erase_at_once(tx, erasure_id, member_id, law=RIGHT)
    store.add_kept(tx, erasure_id, member_id, law=str(keeping["law"]), until=kept_until)
    tx.announce(ErasureRequested(member_id=member_id, requested_on=tx.on))
    return reads.get_erasure(tx, member_id)


def erase_due(database: Database, on: date, advance: Advance) -> str:
    """The daily job: complete erasures whose time of keeping is over; forget what came to nothing."""
    with database.transaction(on=on, actor="job:erase_due") as tx:
        registrations, seats = store.erase_old(
            tx, registrations_before=on - timedelta(days=tx.tables.integer("registration_kept_days", on)),
            seats_before=on - timedelta(days=tx.tables.integer("guest_seat_kept_days", on)))
        store.erase_old_books(tx, before=rules.books_begin(on, years=tx.tables.integer("accounting_kept_years", on)))
    completed = 0
    while True:
        with database.transaction(on=on, actor="job:erase_due") as tx:
            found = reads.erasures_due(tx, BATCH)
            for erasure_id, member_id in found:
                store.erase_rest(tx, erasure_id, member_id, law=RIGHT)
        if not found:
            return (f"{completed} erasures completed; {registrations} old registrations and {seats} old seats "
                    f"forgotten.")
        completed += len(found)
        advance(completed, completed)
