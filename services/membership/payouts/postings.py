"""What payouts book."""

from datetime import date

from services.membership.payouts.rules import Claim, ClaimKind, ClaimState, PayoutBatch
from shared.ledger import Entry, credit, debit, post
from shared.money import Money, total
from shared.postgres import Tx

BANK, UNDER_WAY, TAKEN_BACK = "share_bank", "payouts_under_way", "taken_back_after_use"
OWED = {ClaimKind.EXIT: "owed_to_leavers", ClaimKind.SURPLUS: "overpaid_by_members",
        ClaimKind.RETURNED: "unplaced_share_payments"}


def book_payouts(tx: Tx, batch: PayoutBatch) -> None:
    """What is owed is on its way."""
    sent = total([claim.amount for claim in batch.claims], batch.claims[0].amount.currency)
    post(tx, Entry(journal="payouts", document=batch.id, text="Payments to members", event_on=tx.on, postings=(
        *(debit(OWED[claim.kind], claim.amount, member=claim.member_id) for claim in batch.claims),
        credit(UNDER_WAY, sent))))


def book_payout_done(tx: Tx, movement: str, claim: Claim, *, on: date) -> None:
    """The bank carried a payment out."""
    post(tx, Entry(journal="payouts", document=movement, text="Payment to a member carried out", event_on=on,
                   postings=(debit(UNDER_WAY, claim.amount), credit(BANK, claim.amount))))


def book_payout_back(tx: Tx, movement: str, claim: Claim, *, on: date) -> None:
    """A payment came back: it is owed again. The money comes to the bank, or never left it."""
    came_from = BANK if claim.state == ClaimState.PAID else UNDER_WAY
    post(tx, Entry(journal="payouts", document=movement, text="Payment to a member came back", event_on=on, postings=(
        debit(came_from, claim.amount), credit(OWED[claim.kind], claim.amount, member=claim.member_id))))


def book_set_off(tx: Tx, claim: Claim, part: Money, *, cause: str) -> None:
    """What we owe falls by what is owed to us."""
    post(tx, Entry(journal="set_offs", document=f"{cause}/{claim.id}", text="Set off against a payment taken back",
                   event_on=tx.on, postings=(debit(OWED[claim.kind], part, member=claim.member_id),
                                             credit(TAKEN_BACK, part, member=claim.member_id))))
