"""Another signed proof: uploaded by one, looked at and decided by another."""

from datetime import date

from services.invoicing.events import SignedHow
from services.invoicing.orders import use_cases as orders
from services.invoicing.orders.rules.order import Order, Signature
from services.invoicing.proofs import rules, store
from services.invoicing.proofs.rules import ProofState, SignedProof
from shared.chain import salted_digest_of_bytes
from shared.identifiers import new_id
from shared.postgres import Tx


def upload_signed_proof(
    tx: Tx, *, order_id: str, signed_by: str, signed_on: date, media_type: str, content: bytes,
) -> SignedProof:
    """Another proof that the client has signed; it counts once a second person has looked at it."""
    order, _ = orders.order_for_work(tx, order_id)
    proof_id = new_id("prf")
    signature = Signature(signed_by=signed_by, signed_on=signed_on, reference=proof_id, how=SignedHow.PROOF)
    rules.assert_a_proof(media_type, content)
    orders.assert_can_be_signed(tx, order, signature)
    proof = SignedProof(
        proof_id=proof_id, order_id=order_id, signature=signature, media_type=media_type, content=content,
        digest=salted_digest_of_bytes(b"", content), uploaded_by=tx.actor, state=ProofState.WAITING)
    store.add_proof(tx, proof)
    return proof


def approve_signed_proof(tx: Tx, *, proof_id: str) -> Order:
    """A second person has seen that the client signed; the order is signed."""
    proof, _ = _lock_to_decide(tx, proof_id)
    store.save_decided(tx, proof, ProofState.APPROVED, reason="")
    return orders.sign_order(tx, order_id=proof.order_id, signature=proof.signature)


def refuse_signed_proof(tx: Tx, *, proof_id: str, reason: str) -> Order:
    """A second person has seen that this proves nothing; the order waits for its client as before."""
    proof, order = _lock_to_decide(tx, proof_id)
    store.save_decided(tx, proof, ProofState.REFUSED, reason=reason)
    return order


def _lock_to_decide(tx: Tx, proof_id: str) -> tuple[SignedProof, Order]:
    proof = store.lock_proof(tx, proof_id)
    order, _ = orders.order_for_work(tx, proof.order_id)
    rules.assert_may_decide(proof, order, actor=tx.actor)
    return proof, order
