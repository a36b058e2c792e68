"""The papers of documents, as rows."""

from services.invoicing.papers.rules import SetAside, Unprinted
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def lock_unprinted(tx: Tx, *, limit: int) -> list[Unprinted]:
    """The oldest documents without their paper; those held by another run are left."""
    return [Unprinted(**row) for row in tx.all(Q.lock_unprinted, limit=limit)]


def count_unprinted(tx: Tx) -> int:
    """How many documents have no paper yet."""
    return int(tx.single(Q.count_unprinted)["count"])


def add_set_aside(tx: Tx, invoice_id: str, reason: str) -> None:
    """The document could not be made, or may not leave: it waits with its reason and stops no other."""
    tx.run(Q.add_set_aside, invoice_id=invoice_id, reason=reason[:2_000], on=tx.on)


def remove_set_aside(tx: Tx, invoice_id: str) -> bool:
    """The document is tried again by the next run; whether it was set aside."""
    return tx.run(Q.remove_set_aside, invoice_id=invoice_id) == 1


def list_set_aside(tx: Tx, *, limit: int) -> list[SetAside]:
    """Documents that wait for the accountant."""
    return [SetAside(**row) for row in tx.all(Q.list_set_aside, after="", limit=limit)]


def add_paper(tx: Tx, *, invoice_id: str, pdf: bytes, rules: str, faults: str) -> bool:
    """Keep the paper of a document; whether it is this one that was kept."""
    return tx.one(Q.add_paper, invoice_id=invoice_id, pdf=pdf, rules=rules, faults=faults, on=tx.on) is not None
