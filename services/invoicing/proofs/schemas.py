"""What is asked and answered about other proofs of signatures."""

from marshmallow import fields

from services.invoicing.proofs.rules import LARGEST_PROOF, ProofState
from shared.fields import Count, Day, FileBytes, Id, MoneyField, OneOf, Shape, Text

PAGE = 100


class UploadSignedProof(Shape):
    """Another proof: who signed, when, and the document."""

    order_id = Id("ord", required=True)
    signed_by = Text(required=True)
    signed_on = Day(required=True)
    media_type = OneOf("application/pdf", "image/png", "image/jpeg", required=True)
    content_base64 = FileBytes(longest=LARGEST_PROOF * 4 // 3 + 4, required=True, attribute="content")


class GetSignedProof(Shape):
    """Names a proof."""

    proof_id = Id("prf", required=True)


class RefuseSignedProof(GetSignedProof):
    """Why a proof proves nothing."""

    reason = Text(required=True)


class ProofUploaded(Shape):
    """A proof waits for a second person."""

    proof_id = fields.String(required=True)
    state = fields.String(required=True)
    digest = fields.String(required=True)


class ListSignedProofs(Shape):
    """A page of proofs, of one member or state where asked."""

    member_id = Id("mbr", load_default=None)
    state = OneOf(*ProofState, load_default=None)
    after = Id("prf", load_default="")
    limit = Count(least=1, limit=PAGE, load_default=PAGE)


class SignedProofSummary(ProofUploaded):
    """One line in a list of proofs."""

    order_id = fields.String(required=True)
    number = fields.String(required=True)
    member_id = fields.String(required=True)
    signed_on = Day(required=True)
    uploaded_on = Day(required=True)
    media_type = fields.String(required=True)
    reason = fields.String(required=True)


class OrderProven(Shape):
    """Where an order is after its proof was decided."""

    order_id = fields.String(required=True)
    number = fields.String(required=True)
    state = fields.String(required=True)
    amount = MoneyField(required=True)


class SignedProofFile(Shape):
    """A file: its name, its media type, its bytes in base64."""

    name = fields.String(required=True)
    media_type = fields.String(required=True)
    content_base64 = fields.String(required=True)
