"""Who may approve another proof, and what a proof is."""

from datetime import date

import pytest

from services.invoicing.events import SignedHow
from services.invoicing.orders.rules.order import OrderState, Signature
from services.invoicing.proofs.errors import ProofNotOpen, ProofNotReadable, SecondPersonDecides
from services.invoicing.proofs.rules import LARGEST_PROOF, ProofState, SignedProof, assert_a_proof, assert_may_decide
from tests.unit.invoicing.orders.orders import order


def proof(state: ProofState = ProofState.WAITING) -> SignedProof:
    signature = Signature(signed_by="A", signed_on=date(2026, 9, 1), reference="prf", how=SignedHow.PROOF)
    return SignedProof(proof_id="prf", order_id="ord", signature=signature, media_type="application/pdf", content=b"",
                       digest="", uploaded_by="advisor-1", state=state)


@pytest.mark.parametrize("actor", ["advisor-1", "mbr"])
def test_neither_who_uploaded_a_proof_nor_who_works_the_order_approves_it(actor: str) -> None:
    with pytest.raises(SecondPersonDecides):
        assert_may_decide(proof(), order(state=OrderState.SENT), actor=actor)
    assert_may_decide(proof(), order(state=OrderState.SENT), actor="advisor-2")


def test_a_proof_is_decided_once() -> None:
    with pytest.raises(ProofNotOpen):
        assert_may_decide(proof(ProofState.REFUSED), order(state=OrderState.SENT), actor="advisor-2")


@pytest.mark.parametrize(("media_type", "content"), [
    ("application/pdf", b"PK"), ("image/png", b"%PDF-"), ("application/pdf", b"%PDF-" + b" " * LARGEST_PROOF)])
def test_what_nobody_can_look_at_proves_nothing(media_type: str, content: bytes) -> None:
    with pytest.raises(ProofNotReadable):
        assert_a_proof(media_type, content)
    assert_a_proof("application/pdf", b"%PDF-" + b" " * (LARGEST_PROOF - 5))
