"""Questions about a member's own data."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from services.membership.members.reads import find_contact
from services.membership.members.rules import Contact
from services.membership.register.reads import get_holder
from services.membership.register.rules import NOBODY
from shared.errors import NotFound
from shared.postgres import Database, Tx
from shared.sql import load_queries

Q = load_queries(__package__)
EXPORTS = {
    "members": Q.export_member, "registrations": Q.export_registrations,
    "admission_steps": Q.export_admission_steps, "holders": Q.export_holders,
    "contacts": Q.export_contacts, "share_calls": Q.export_share_calls, "payment_uses": Q.export_payment_uses,
    "share_movements": Q.export_share_movements, "standings": Q.export_standings,
    "member_orders": Q.export_member_orders, "exits": Q.export_exits, "claims": Q.export_claims,
    "payees": Q.export_payees, "exclusions": Q.export_exclusions, "transfers": Q.export_transfers,
    "assignments": Q.export_assignments, "questions": Q.export_questions, "desk_items": Q.export_desk_items,
    "seats": Q.export_seats, "info_session_attendances": Q.export_attendances,
    "space_bookings": Q.export_space_bookings, "appointments": Q.export_appointments,
    "question_attachments": Q.export_question_attachments, "question_referrals": Q.export_question_referrals,
    "person_number_changes": Q.export_person_numbers, "erasures": Q.export_erasures,
    "letters": Q.export_letters, "member_notes": Q.export_notes, "directory_entries": Q.export_directory,
    "register_reads": Q.export_register_reads, "legal_acts": Q.export_legal_acts,
}


def get_particulars(tx: Tx, member_id: str) -> dict[str, Any]:
    """Name, domicile and contact of today; empty where they were erased."""
    holder = get_holder(tx, member_id=member_id, on=tx.on, known_on=None)
    if holder is NOBODY:
        raise NotFound(kind="member", id=member_id)
    contact = find_contact(tx, member_id) or Contact(email="", phone="", language="")
    return {"member_id": member_id, **{name: value or "" for name, value in asdict(holder).items()}, **asdict(contact)}


def get_change_history(tx: Tx, member_id: str) -> dict[str, Any]:
    """Every version of name, domicile and contact: who wrote it when, from when it counts."""
    return {"member_id": member_id, "holders": tx.all(Q.list_holder_versions, member_id=member_id),
            "contacts": tx.all(Q.list_contact_versions, member_id=member_id)}


def export_rows(tx: Tx, member_id: str) -> dict[str, list[Any]]:
    """Every row of every table that concerns a member."""
    return {place: [json.loads(row["row"]) for row in tx.all(query, member_id=member_id)]
            for place, query in EXPORTS.items()}


def count_open_claims(tx: Tx, member_id: str) -> int:
    """How many claims of a person are not paid."""
    return int(tx.single(Q.count_open_claims, member_id=member_id)["claims"])


def erasures_due(tx: Tx, limit: int) -> list[tuple[str, str]]:
    """Requests whose time of keeping is over: erasure and member."""
    return [(row["id"], row["member_id"]) for row in tx.all(Q.erasures_due, on=tx.on, limit=limit)]


def get_erasure(tx: Tx, member_id: str) -> dict[str, Any]:
    """What a person asked to have removed, with what was done at each place; or a refusal."""
    row = tx.require(Q.get_erasure, NotFound(kind="erasure of member", id=member_id), member_id=member_id)
    return {**row, "erasure_id": row["id"], "lines": tx.all(Q.erasure_lines_of, erasure_id=row["id"])}


def verify_erasures(database: Database) -> Iterator[str]:
    """One sentence per place at which an erasure left personal data behind."""
    with database.connection() as conn:
        for row in conn.execute(Q.left_behind):
            yield f"erasure: personal data of {row['member_id']} are left in {row['place']}"
