"""What the assembly's decision books."""

from services.membership.annual_accounts.rules import AnnualAccounts, Approval
from shared.ledger import Entry, balance, post, signed
from shared.ledger.year import TO_APPROPRIATE
from shared.money import Money
from shared.postgres import Tx

RESERVE = "indivisible_reserve"


def book_appropriation(tx: Tx, accounts: AnnualAccounts, approval: Approval) -> None:
    """What is to stay in the cooperative leaves the results that wait, wherever a ledger keeps them."""
    if approval.to_reserve:
        post(tx, Entry(
            journal="appropriation", document=f"{accounts.entity}/{accounts.year}", entity=accounts.entity,
            text=f"Result of {accounts.year}, as decided by {approval.resolution_id}", event_on=approval.approved_on,
            postings=(signed(TO_APPROPRIATE, approval.to_reserve), signed(RESERVE, -approval.to_reserve))))


def reserve_of(tx: Tx, entity: str, currency: str) -> Money:
    """What stands in the indivisible reserve."""
    return -balance(tx, RESERVE, entity=entity, currency=currency)
