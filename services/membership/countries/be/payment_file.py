"""The payment file of Belgian banks (ISO 20022 pain.001.001.09): each payment booked by itself, its id comes back."""

from services.membership.payouts.rules import Claim, ClaimKind, PaymentFile, PayoutBatch, end_to_end_id
from shared.errors import Refusal
from shared.parameters import Row
from shared.sepa import CreditTransfer, Payer, TransferBatch, transfer_file

TEXTS = {ClaimKind.EXIT: "Shares", ClaimKind.SURPLUS: "Paid too much for shares",
         ClaimKind.RETURNED: "Your payment, sent back"}


def transfer_document(batch: PayoutBatch, *, payer: Row) -> PaymentFile:
    """Claims as credit transfers; the same bytes for the same batch."""
    content = transfer_file(
        TransferBatch(message_id=end_to_end_id(batch.id), execute_on=batch.execute_on, written_at=batch.written_at,
                      payer=Payer(name=str(payer["name"]), iban=str(payer["iban"]), bic=str(payer["bic"]))),
        [_transfer(claim) for claim in batch.claims])
    return PaymentFile(name=f"payouts_{batch.id}.xml", media_type="application/xml", content=content)


def is_transfer(claim: Claim) -> bool:
    """Whether a bank would take this payment."""
    try:
        _transfer(claim)
    except Refusal:
        return False
    return True


def _transfer(claim: Claim) -> CreditTransfer:
    return CreditTransfer(end_to_end_id=end_to_end_id(claim.id), name=claim.payee, iban=claim.account,
                          amount=claim.amount, text=TEXTS[claim.kind])
