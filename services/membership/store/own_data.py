"""A member's own data: all of it out, what the law does not want kept away."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from shared.definitions import Check
from shared.errors import NotFound
from shared.identifiers import new_id
from shared.postgres import Database, Tx
from shared.sql import load_queries

Q = load_queries("services.membership", "queries/own_data.sql")

EXPORTS = {
    "members": Q.export_member, "registrations": Q.export_registrations, "holders": Q.export_holders,
    "contacts": Q.export_contacts, "share_calls": Q.export_share_calls, "payment_uses": Q.export_payment_uses,
    "share_movements": Q.export_share_movements, "standings": Q.export_standings,
    "member_orders": Q.export_member_orders, "exits": Q.export_exits, "claims": Q.export_claims,
    "payees": Q.export_payees, "exclusions": Q.export_exclusions, "transfers": Q.export_transfers,
    "assignments": Q.export_assignments, "questions": Q.export_questions, "desk_items": Q.export_desk_items,
    "seats": Q.export_seats, "space_bookings": Q.export_space_bookings, "erasures": Q.export_erasures,
    "register_reads": Q.export_register_reads,
}
AT_ONCE = {  # nothing in the law wants these kept; registrations last, because seats are found through them
    "contacts": Q.erase_contacts, "seats": Q.erase_seats, "registrations": Q.erase_registration,
    "members": Q.erase_national_number, "questions": Q.erase_questions, "assignments": Q.erase_handover_notes,
}
KEPT = {"holders": Q.count_holders, "payees": Q.count_payees, "exclusions": Q.count_exclusions}
LATER = {"holders": Q.erase_holders, "payees": Q.erase_payees, "exclusions": Q.erase_exclusions}


def export_rows(tx: Tx, member_id: str) -> dict[str, list[Any]]:
    """Every row of every table that concerns a member."""
    return {place: [json.loads(row["row"]) for row in tx.all(query, member_id=member_id)]
            for place, query in EXPORTS.items()}


def open_claims(tx: Tx, member_id: str) -> int:
    """How many claims of a person are not paid."""
    row = tx.one(Q.open_claims_of, member_id=member_id)
    return int(row["claims"]) if row else 0


def add_erasure(tx: Tx, member_id: str, kept_until: date) -> str:
    """A person asks for erasure; its id."""
    erasure_id = new_id("ers")
    tx.run(Q.add_erasure, id=erasure_id, member_id=member_id, on=tx.on, at=tx.at, actor=tx.actor, kept_until=kept_until)
    return erasure_id


def erase_at_once(tx: Tx, erasure_id: str, member_id: str, *, law: str) -> None:
    """Remove what nothing wants kept, and note how much there was."""
    for place, query in AT_ONCE.items():
        _note(tx, erasure_id, place, "erased", tx.run(query, member_id=member_id, at=tx.at), law=law)


def note_kept(tx: Tx, erasure_id: str, member_id: str, *, law: str, until: date) -> None:
    """Note what the law wants kept, and until when."""
    for place, query in KEPT.items():
        found = tx.one(query, member_id=member_id)
        _note(tx, erasure_id, place, "kept", found["found"] if found else 0, law=law, until=until)


def erase_rest(tx: Tx, erasure_id: str, member_id: str, *, law: str) -> None:
    """Remove what was kept; the erasure is complete."""
    for place, query in LATER.items():
        _note(tx, erasure_id, place, "erased", tx.run(query, member_id=member_id, at=tx.at), law=law)
    tx.run(Q.complete_erasure, erasure_id=erasure_id, on=tx.on)


def _note(
    tx: Tx, erasure_id: str, place: str, done: str, rows: int, *, law: str, until: date | None = None,
) -> None:
    tx.run(Q.add_erasure_line, erasure_id=erasure_id, place=place, done=done, on=tx.on, rows_found=rows, law=law,
           kept_until=until)


def erasures_due(tx: Tx, limit: int) -> list[dict[str, Any]]:
    """Requests whose time of keeping is over."""
    return tx.all(Q.erasures_due, on=tx.on, limit=limit)


def erase_old(tx: Tx, *, registrations_before: date, seats_before: date) -> tuple[int, int]:
    """Remove what came to nothing some time ago: registrations and guests' seats."""
    return (tx.run(Q.erase_old_registrations, before=registrations_before, at=tx.at),
            tx.run(Q.erase_old_seats, before=seats_before))


def get_erasure(tx: Tx, member_id: str) -> dict[str, Any]:
    """What a person asked to have removed, with what was done at each place; or a refusal."""
    row = tx.one(Q.get_erasure, member_id=member_id)
    if row is None:
        raise NotFound(kind="erasure of member", id=member_id)
    return {**row, "erasure_id": row["id"], "lines": tx.all(Q.erasure_lines_of, erasure_id=row["id"])}


def verify_erasures(database: Database) -> Iterator[str]:
    """One sentence per place at which an erasure left personal data behind."""
    with database.connection() as conn:
        for row in conn.execute(Q.left_behind):
            yield f"erasure: personal data of {row['member_id']} are left in {row['place']}"


CHECK = Check("erasures", verify_erasures)
