"""Other proofs of clients' signatures, as rows."""

from services.invoicing.events import SignedHow
from services.invoicing.orders.rules.order import Signature
from services.invoicing.proofs.rules import ProofState, SignedProof
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def add_proof(tx: Tx, proof: SignedProof) -> None:
    """Keep another proof of the client's signature; it waits for a second person."""
    tx.run(Q.add_proof, proof_id=proof.proof_id, order_id=proof.order_id, signed_by=proof.signature.signed_by,
           signed_on=proof.signature.signed_on, media_type=proof.media_type, content=proof.content,
           digest=proof.digest, actor=tx.actor, on=tx.on)


def lock_proof(tx: Tx, proof_id: str) -> SignedProof:
    """One proof, locked, or a refusal."""
    row = tx.require(Q.lock_proof, NotFound(kind="proof", id=proof_id), proof_id=proof_id)
    return SignedProof(
        proof_id=proof_id, order_id=row["order_id"], media_type=row["media_type"], content=bytes(row["content"]),
        digest=row["digest"], uploaded_by=row["uploaded_by"], state=ProofState(row["state"]),
        signature=Signature(signed_by=row["signed_by"], signed_on=row["signed_on"], reference=proof_id,
                            how=SignedHow.PROOF))


def save_decided(tx: Tx, proof: SignedProof, state: ProofState, *, reason: str) -> None:
    """A proof was approved or refused, by whom and why."""
    tx.run(Q.save_proof_decided, proof_id=proof.proof_id, state=state, actor=tx.actor, on=tx.on, reason=reason)
