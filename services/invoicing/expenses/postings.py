"""What a refunded expense books: a cost and its tax, borne by the activity; the money on its way, and back."""

from collections.abc import Sequence
from datetime import date

from services.invoicing.expenses.rules import ExpenseClaim
from shared.ledger import Entry, post, post_all, signed
from shared.money import Money
from shared.postgres import Tx

# what was bought; its tax, which the State gives back; what members are owed; transfers that left
COST, VAT, OWED, REFUNDS = "expenses_of_activities", "vat_deductible", "expenses_to_refund", "refunds_under_way"
ACTIVITY, DISPOSAL = "activity_accounts", "turnover_at_disposal"  # what the activity has; what was put at its disposal


def book_expenses(tx: Tx, claims: Sequence[ExpenseClaim]) -> None:
    """What was bought, its tax, and what the member is owed; the cost comes off the activity's account."""
    post_all(tx, [_borne(claim, tx.on) for claim in claims])


def _borne(claim: ExpenseClaim, on: date) -> Entry:
    whose = _whose(claim)
    return Entry(
        journal="expenses", document=claim.claim_id, text="Expenses of the activity", event_on=on, entity=claim.entity,
        postings=(signed(COST, claim.cost, **whose), signed(VAT, claim.deductible, **whose),
                  signed(OWED, -claim.refunded, **whose), signed(ACTIVITY, claim.cost, **whose),
                  signed(DISPOSAL, -claim.cost, **whose)))


def book_refunds(tx: Tx, claims: Sequence[ExpenseClaim]) -> None:
    """Transfers leave for the bank."""
    post_all(tx, [_moved(claim, claim.reference, "Expenses refunded", claim.refunded, tx.on) for claim in claims])


def book_returned(tx: Tx, claim: ExpenseClaim, *, document: str, on: date) -> None:
    """A transfer came back, or never left: the member is owed what they were."""
    post(tx, _moved(claim, document, "Refund came back", -claim.refunded, on))


def _moved(claim: ExpenseClaim, document: str, text: str, amount: Money, on: date) -> Entry:
    return Entry(journal="expense_refunds", document=document, text=text, event_on=on, entity=claim.entity,
                 postings=(signed(OWED, amount, **_whose(claim)), signed(REFUNDS, -amount, **_whose(claim))))


def _whose(claim: ExpenseClaim) -> dict[str, str]:
    return {"activity": claim.activity_id, "member": claim.member_id}
