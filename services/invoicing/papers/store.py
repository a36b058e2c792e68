"""The papers of documents, as rows."""

from services.invoicing.papers.rules import Unprinted
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def lock_unprinted(tx: Tx, *, limit: int) -> list[Unprinted]:
    """The oldest documents without their paper; those held by another run are left."""
    return [Unprinted(**row) for row in tx.all(Q.lock_unprinted, limit=limit)]


def count_unprinted(tx: Tx) -> int:
    """How many documents have no paper yet."""
    return int(tx.single(Q.count_unprinted)["count"])


def add_paper(tx: Tx, *, invoice_id: str, pdf: bytes, rules: str, faults: str) -> bool:
    """Keep the paper of a document; whether it is this one that was kept."""
    return tx.one(Q.add_paper, invoice_id=invoice_id, pdf=pdf, rules=rules, faults=faults, on=tx.on) is not None
