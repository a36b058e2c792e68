"""Erasures: what is removed at once, what is kept for some years, what was done at each place."""

from collections.abc import Mapping
from datetime import date

from services.invoicing.erasures.errors import ErasureAskedBefore
from services.invoicing.erasures.rules import Subject
from shared.errors import Refusal
from shared.identifiers import new_id
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
CONSTRAINTS: Mapping[str, type[Refusal]] = {"erasures_once": ErasureAskedBefore}
AT_ONCE: Mapping[Subject, Mapping[str, str]] = {  # nothing in the law wants these kept; in an order that finds them
    Subject.CLIENT: {
        "outgoing_documents": Q.erase_client_mails, "clients": Q.erase_client_mailbox,
        "reminder_letters": Q.erase_reminders, "disputes": Q.erase_notes_on_late, "order_forms": Q.erase_unused_forms,
        "order_form_papers": Q.erase_papers_of_forms, "order_form_evidence": Q.erase_evidence_of_forms,
        "signed_proofs": Q.erase_proofs_of_forms, "orders": Q.erase_words_of_orders},
    Subject.MEMBER: {
        "activities": Q.erase_activities, "receipts": Q.erase_unclaimed_receipts,
        "late_questions": Q.erase_notes_of_member, "expense_claims": Q.erase_unpaid_payees}}
KEPT: Mapping[Subject, Mapping[str, str]] = {
    Subject.CLIENT: {"clients": Q.count_client, "invoices": Q.count_client_documents,
                     "bank_movements": Q.count_client_movements, "outgoing_documents": Q.count_client_transfers},
    Subject.MEMBER: {"expense_claims": Q.count_payees, "receipts": Q.count_receipts}}
LATER: Mapping[Subject, Mapping[str, str]] = {
    Subject.CLIENT: {
        "clients_rest": Q.erase_client, "client_versions": Q.erase_client_versions, "invoices": Q.erase_documents,
        "invoice_papers": Q.erase_papers, "outgoing_rest": Q.erase_outgoing, "order_forms_rest": Q.erase_all_forms,
        "order_form_papers_rest": Q.erase_papers_of_forms, "order_form_evidence_rest": Q.erase_evidence_of_forms,
        "signed_proofs_rest": Q.erase_all_proofs, "orders_rest": Q.erase_all_words, "bank_movements": Q.erase_payers},
    Subject.MEMBER: {"expense_claims_rest": Q.erase_payees, "receipts_rest": Q.erase_receipts,
                     "outgoing_rest": Q.erase_refund_files}}


def add_erasure(tx: Tx, kind: Subject, subject: str, until: date) -> str:
    """A person is to be erased; the erasure's id."""
    erasure_id = new_id("ers")
    tx.run(Q.add_erasure, erasure_id=erasure_id, kind=kind, subject=subject, on=tx.on, actor=tx.actor,
           kept_until=until)
    return erasure_id


def erase_at_once(tx: Tx, erasure_id: str, kind: Subject, subject: str, *, law: str) -> None:
    """Remove what nothing wants kept, and keep how much there was."""
    for place, query in AT_ONCE[kind].items():
        _add_line(tx, erasure_id, place, "erased", tx.run(query, subject=subject, on=tx.on), law=law)


def add_kept(tx: Tx, erasure_id: str, kind: Subject, subject: str, *, law: str, until: date) -> None:
    """What the law wants kept, and until when."""
    for place, query in KEPT[kind].items():
        _add_line(tx, erasure_id, place, "kept", tx.single(query, subject=subject)["count"], law=law, until=until)


def erase_rest(tx: Tx, erasure_id: str, kind: Subject, subject: str, *, law: str) -> None:
    """Remove what was kept; the erasure is complete."""
    for place, query in LATER[kind].items():
        _add_line(tx, erasure_id, place, "erased", tx.run(query, subject=subject, on=tx.on), law=law)
    tx.run(Q.complete, erasure_id=erasure_id, on=tx.on)


def _add_line(
    tx: Tx, erasure_id: str, place: str, done: str, rows: int, *, law: str, until: date | None = None,
) -> None:
    tx.run(Q.add_line, erasure_id=erasure_id, place=place, done=done, on=tx.on, rows_found=rows, law=law,
           kept_until=until)


def lock_due(tx: Tx, *, limit: int) -> list[tuple[str, Subject, str]]:
    """Erasures whose time of keeping is over."""
    return [(row["erasure_id"], Subject(row["kind"]), row["subject"])
            for row in tx.all(Q.lock_due, on=tx.on, limit=limit)]


def postpone(tx: Tx, erasure_id: str, until: date) -> None:
    """The books keep the person longer than was told: something was booked since."""
    tx.run(Q.postpone, erasure_id=erasure_id, kept_until=until)


def erase_old_books(tx: Tx, *, before: date) -> int:
    """Remove whom money came from and went to on days before; how many files and movements."""
    return tx.run(Q.erase_old_files, before=before, on=tx.on) + tx.run(Q.erase_old_payers, before=before, on=tx.on)
