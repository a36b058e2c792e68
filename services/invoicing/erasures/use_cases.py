"""Clients who are persons, and members, are erased as far as the law lets.

Removed at once: mailboxes, mails and letters, forms and proofs of orders that came to no invoice, notes, receipts that
were never refunded. Kept as long as books are kept: who a client was, documents, contracts that led to one, who paid.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from services.invoicing.clients.reads import get_client
from services.invoicing.erasures import reads, rules, store
from services.invoicing.erasures.rules import Subject
from shared.postgres import Database, Tx

BATCH = 100
RIGHT = "GDPR art. 17.1"


def erase_client(tx: Tx, *, client_id: str) -> dict[str, Any]:
    """Remove of a natural person what the law does not want kept; say what is kept, by which law and until when."""
    client = get_client(tx, client_id=client_id)
    rules.assert_erasable(client_id, client.kind, open_=reads.count_open(tx, client_id))
    return _erase(tx, Subject.CLIENT, client_id)


def erase_member(tx: Tx, *, member_id: str) -> dict[str, Any]:
    """Remove of a member what the law does not want kept; heard again, or asked again, nothing is left to do."""
    if reads.is_erased(tx, Subject.MEMBER, member_id):
        return reads.get_erasure(tx, kind=Subject.MEMBER, subject=member_id)
    return _erase(tx, Subject.MEMBER, member_id)


def _erase(tx: Tx, kind: Subject, subject: str) -> dict[str, Any]:
    keeping = tx.tables.row("books_kept_years", tx.on)
    until = rules.kept_until(reads.last_booked_on(tx, kind, subject), on=tx.on, years=keeping.integer())
    erasure_id = store.add_erasure(tx, kind, subject, until)
    store.erase_at_once(tx, erasure_id, kind, subject, law=RIGHT)
    store.add_kept(tx, erasure_id, kind, subject, law=str(keeping["law"]), until=until)
    return reads.get_erasure(tx, kind=kind, subject=subject)


def erase_due(database: Database, on: date) -> tuple[int, int]:
    """Complete erasures whose time of keeping is over, and forget who moved money in books that need not be kept.

    How many erasures were completed, how many files and movements emptied.
    """
    with database.transaction(on=on, actor="job") as tx:
        years = tx.tables.integer("books_kept_years", on)
        emptied = store.erase_old_books(tx, before=rules.books_begin(on, years=years))
    completed = 0
    while found := _complete_some(database, on):
        completed += found
    return completed, emptied


def _complete_some(database: Database, on: date) -> int:
    with database.transaction(on=on, actor="job") as tx:
        found = store.lock_due(tx, limit=BATCH)
        for erasure_id, kind, subject in found:
            store.erase_rest(tx, erasure_id, kind, subject, law=RIGHT)
    return len(found)


def prove_erasures(tx: Tx) -> Iterator[str]:
    """No document was emptied before its time; where the country does not say how long books are kept, none ever is."""
    if ("books_kept_years", "") not in tx.tables.names():
        return
    for number in reads.list_too_early(tx, years=tx.tables.integer("books_kept_years", tx.on)):
        yield f"invoicing: document {number} was emptied though the books still keep it"
