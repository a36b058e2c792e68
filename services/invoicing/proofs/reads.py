"""Questions about other proofs of signatures."""

from typing import Any

from services.invoicing.papers.rules import NamedFile
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def list_signed_proofs(
    tx: Tx, *, member_id: str | None, state: str | None, after: str, limit: int,
) -> list[dict[str, Any]]:
    """Other proofs of clients' signatures, oldest first."""
    return tx.all(Q.list_proofs, member_id=member_id, state=state, after=after, limit=limit)


def get_signed_proof(tx: Tx, *, proof_id: str) -> NamedFile:
    """The document that proves a signature."""
    row = tx.require(Q.get_proof, NotFound(kind="proof", id=proof_id), proof_id=proof_id)
    return NamedFile(name=f"{proof_id}.{row['media_type'].rpartition('/')[2]}", media_type=row["media_type"],
                     content=bytes(row["content"]))


def owner_of_proof(tx: Tx, *, proof_id: str, **_: Any) -> str | None:
    """The member who works the order that the proof is about."""
    row = tx.one(Q.owner_of_proof, proof_id=proof_id)
    return row["member_id"] if row else None
