"""Clients who are persons, and members, are erased as far as the law lets.

Removed at once: mailboxes, mails and letters, forms and proofs of orders that came to no invoice, notes, receipts that
were never refunded. Kept as long as books are kept: who a client was, documents, contracts that led to one, who paid.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from services.invoicing.clients.reads import get_client
from services.invoicing.clients.use_cases import change_client_standing
from services.invoicing.erasures import reads, rules, store
from services.invoicing.erasures.rules import Subject
from services.invoicing.events import ClientStanding
from shared.postgres import Database, Tx

BATCH = 100
RIGHT = "GDPR art. 17.1"


def erase_client(tx: Tx, *, client_id: str) -> dict[str, Any]:
    """Remove of a natural person what the law does not want kept; say what is kept, by which law and until when."""
    client = get_client(tx, client_id=client_id)
    rules.assert_erasable(client_id, client.kind, open_=reads.count_open(tx, client_id))
    if client.standing != ClientStanding.BLOCKED:  # nobody begins work for somebody whose name is about to go
        change_client_standing(tx, client_id=client_id, standing=ClientStanding.BLOCKED, reason="Erased")
    return _erase(tx, Subject.CLIENT, client_id)


def erase_member(tx: Tx, *, member_id: str) -> dict[str, Any]:
    """Remove of a member what the law does not want kept; heard again, or asked again, nothing is left to do."""
    if reads.is_erased(tx, Subject.MEMBER, member_id):
        return reads.get_erasure(tx, kind=Subject.MEMBER, subject=member_id)
    return _erase(tx, Subject.MEMBER, member_id)


def _erase(tx: Tx, kind: Subject, subject: str) -> dict[str, Any]:
    keeping, until = tx.tables.row("books_kept_years", tx.on), _kept_until(tx, kind, subject)
    erasure_id = store.add_erasure(tx, kind, subject, until)
    store.erase_at_once(tx, erasure_id, kind, subject, law=RIGHT)
    store.add_kept(tx, erasure_id, kind, subject, law=str(keeping["law"]), until=until)
    return reads.get_erasure(tx, kind=kind, subject=subject)


def _kept_until(tx: Tx, kind: Subject, subject: str) -> date:
    return rules.kept_until(reads.last_booked_on(tx, kind, subject), on=tx.on,
                            years=tx.tables.integer("books_kept_years", tx.on))


def erase_due(database: Database, on: date) -> tuple[int, int]:
    """Complete erasures whose time of keeping is over, and forget who moved money in books that need not be kept.

    How many erasures were completed, how many files and movements emptied.
    """
    with database.transaction(on=on, actor="job") as tx:
        years = tx.tables.integer("books_kept_years", on)
        emptied = store.erase_old_books(tx, before=rules.books_begin(on, years=years))
    completed, due = 0, True
    while due:
        with database.transaction(on=on, actor="job") as tx:
            due = bool(found := store.lock_due(tx, limit=BATCH))
            completed += sum(_complete(tx, *one) for one in found)
    return completed, emptied


def _complete(tx: Tx, erasure_id: str, kind: Subject, subject: str) -> bool:
    """Remove the rest, unless something was booked since the erasure was asked for: then the books keep it longer."""
    if (until := _kept_until(tx, kind, subject)) > tx.on:
        store.postpone(tx, erasure_id, until)
        return False
    store.erase_rest(tx, erasure_id, kind, subject, law=RIGHT)
    return True


def prove_erasures(tx: Tx) -> Iterator[str]:
    """No document was emptied before its time; where the country does not say how long books are kept, none ever is."""
    if ("books_kept_years", "") not in tx.tables.names():
        return
    for number in reads.list_too_early(tx, years=tx.tables.integer("books_kept_years", tx.on)):
        yield f"invoicing: document {number} was emptied though the books still keep it"
