"""Another proof that a client signed (a scan, a mail as PDF): it counts once a second person has approved it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.invoicing.orders.rules.order import Order, Signature
from services.invoicing.proofs.errors import ProofNotOpen, ProofNotReadable, SecondPersonDecides

LARGEST_PROOF = 5_000_000
_BEGINNINGS: Mapping[str, bytes] = {"application/pdf": b"%PDF-", "image/png": b"\x89PNG\r\n\x1a\n",
                                    "image/jpeg": b"\xff\xd8\xff"}


class ProofState(StrEnum):
    """Where another proof of the client's signature is."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class SignedProof:
    """Another signed proof (a scan, a mail as PDF): it counts once a second person has approved it."""

    proof_id: str
    order_id: str
    signature: Signature
    media_type: str
    content: bytes
    digest: str
    uploaded_by: str
    state: ProofState


def assert_a_proof(media_type: str, content: bytes) -> None:
    """A document that people can look at, of a size that they can."""
    if not content.startswith(_BEGINNINGS[media_type]) or len(content) > LARGEST_PROOF:
        raise ProofNotReadable(most=LARGEST_PROOF)


def assert_may_decide(proof: SignedProof, order: Order, *, actor: str) -> None:
    """Four eyes: not who uploaded the proof, not who works the order."""
    if proof.state != ProofState.WAITING:
        raise ProofNotOpen(proof_id=proof.proof_id, state=proof.state)
    if actor in {proof.uploaded_by, order.member_id}:
        raise SecondPersonDecides(proof_id=proof.proof_id)
