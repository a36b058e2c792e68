"""Erasures: what is removed at once, what is kept for some years, what was done at each place."""

from collections.abc import Mapping
from datetime import date

from services.membership.own_data.errors import ErasureAskedBefore
from shared.errors import Refusal
from shared.identifiers import new_id
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: Mapping[str, type[Refusal]] = {"erasures_once_per_member": ErasureAskedBefore}
AT_ONCE = {  # nothing in the law wants these kept; registrations last, because others are found through them
    "letters": Q.erase_letters, "contacts": Q.erase_contacts, "seats": Q.erase_seats,
    "info_session_attendances": Q.erase_attendances, "admission_steps": Q.erase_admission_steps,
    "registrations": Q.erase_registration,
    "members": Q.erase_national_number, "questions": Q.erase_questions, "assignments": Q.erase_handover_notes,
    "member_notes": Q.erase_notes, "directory_entries": Q.erase_directory,
    "appointments": Q.erase_appointments, "question_attachments": Q.erase_question_attachments,
    "question_referrals": Q.erase_question_referrals, "person_number_changes": Q.erase_person_numbers,
}
KEPT = {"outgoing_documents": Q.count_letters, "holders": Q.count_holders, "payees": Q.count_payees,
        "exclusions": Q.count_exclusions, "legal_acts": Q.count_legal_acts}
LATER = {"outgoing_documents": Q.erase_kept_letters, "holders": Q.erase_holders, "payees": Q.erase_payees,
         "exclusions": Q.erase_exclusions, "legal_acts": Q.erase_legal_acts}


def add_erasure(tx: Tx, member_id: str, kept_until: date) -> str:
    """A person asks for erasure; its id."""
    erasure_id = new_id("ers")
    tx.run(Q.add_erasure, id=erasure_id, member_id=member_id, on=tx.on, at=tx.at, actor=tx.actor, kept_until=kept_until)
    return erasure_id


def erase_at_once(tx: Tx, erasure_id: str, member_id: str, *, law: str) -> None:
    """Remove what nothing wants kept, and keep how much there was."""
    for place, query in AT_ONCE.items():
        _add_line(tx, erasure_id, place, "erased", tx.run(query, member_id=member_id, at=tx.at), law=law)


def add_kept(tx: Tx, erasure_id: str, member_id: str, *, law: str, until: date) -> None:
    """What the law wants kept, and until when."""
    for place, query in KEPT.items():
        _add_line(tx, erasure_id, place, "kept", tx.single(query, member_id=member_id)["found"], law=law, until=until)


def erase_rest(tx: Tx, erasure_id: str, member_id: str, *, law: str) -> None:
    """Remove what was kept; the erasure is complete."""
    for place, query in LATER.items():
        _add_line(tx, erasure_id, place, "erased", tx.run(query, member_id=member_id, at=tx.at), law=law)
    tx.run(Q.complete_erasure, erasure_id=erasure_id, on=tx.on)


def _add_line(
    tx: Tx, erasure_id: str, place: str, done: str, rows: int, *, law: str, until: date | None = None,
) -> None:
    tx.run(Q.add_erasure_line, erasure_id=erasure_id, place=place, done=done, on=tx.on, rows_found=rows, law=law,
           kept_until=until)


def erase_old_books(tx: Tx, *, before: date) -> int:
    """Remove whom payments went to, in claims of nobody's share and in files for the bank; how many."""
    return tx.run(Q.erase_old_payees, before=before) + tx.run(Q.erase_old_payment_files, before=before, on=tx.on)


def erase_old(tx: Tx, *, registrations_before: date, seats_before: date) -> tuple[int, int]:
    """Remove what came to nothing some time ago: registrations and guests' seats."""
    registrations = tx.run(Q.erase_old_registrations, before=registrations_before, at=tx.at)
    tx.run(Q.erase_old_admission_steps)
    seats = tx.run(Q.erase_old_seats, before=seats_before)
    tx.run(Q.erase_old_attendances, before=seats_before)
    tx.run(Q.erase_old_letters, before=seats_before, on=tx.on)
    return registrations, seats
