"""Other proofs of signatures: methods."""

from datetime import date
from typing import Any

from services.invoicing.orders.reads import owner_of_order
from services.invoicing.orders.rules.order import Order
from services.invoicing.papers.rules import NamedFile
from services.invoicing.proofs import reads, schemas, use_cases
from services.invoicing.proofs.rules import SignedProof
from shared.bus import allow, command, query
from shared.postgres import Tx


class ProofHandlers:
    """What proves that a client signed elsewhere."""

    @command(schemas.UploadSignedProof, response=schemas.ProofUploaded, allow=allow("advisor", self_by=owner_of_order))
    def upload_signed_proof(
        self, tx: Tx, *, order_id: str, signed_by: str, signed_on: date, media_type: str, content: bytes,
    ) -> SignedProof:
        """Another proof that the client signed; it counts once a second person has approved it."""
        return use_cases.upload_signed_proof(tx, order_id=order_id, signed_by=signed_by, signed_on=signed_on,
                                          media_type=media_type, content=content)

    @command(schemas.GetSignedProof, response=schemas.OrderProven, allow=allow("advisor"))
    def approve_signed_proof(self, tx: Tx, *, proof_id: str) -> Order:
        """A second person has seen that the client signed."""
        return use_cases.approve_signed_proof(tx, proof_id=proof_id)

    @command(schemas.RefuseSignedProof, response=schemas.OrderProven, allow=allow("advisor"))
    def refuse_signed_proof(self, tx: Tx, *, proof_id: str, reason: str) -> Order:
        """A second person has seen that the proof proves nothing."""
        return use_cases.refuse_signed_proof(tx, proof_id=proof_id, reason=reason)

    @query(schemas.ListSignedProofs, response=schemas.SignedProofSummary, many=True,
           allow=allow("advisor", "accountant", "auditor", self_by="member_id"))
    def list_signed_proofs(
        self, tx: Tx, *, member_id: str | None, state: str | None, after: str, limit: int,
    ) -> list[dict[str, Any]]:
        """Proofs of clients' signatures, oldest first: what waits for a second person, and what became of the rest."""
        return reads.list_signed_proofs(tx, member_id=member_id, state=state, after=after, limit=limit)

    @query(schemas.GetSignedProof, response=schemas.SignedProofFile,
           allow=allow("advisor", "accountant", "auditor", self_by=reads.owner_of_proof))
    def get_signed_proof(self, tx: Tx, *, proof_id: str) -> NamedFile:
        """The document that proves a signature."""
        return reads.get_signed_proof(tx, proof_id=proof_id)
