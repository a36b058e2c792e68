"""What a transfer books: one activity has less, the other more; nothing was sold."""

from services.invoicing.transfers.rules import Transfer
from shared.ledger import Entry, credit, debit, post
from shared.postgres import Tx

ACTIVITY = "activity_accounts"


def book_transfer(tx: Tx, transfer: Transfer, *, giver: str, receiver: str) -> None:
    """Budget moves between the accounts of two activities, each with its member."""
    text = "Budget given back" if transfer.reverses else "Budget moved to another activity"
    post(tx, Entry(
        journal="transfers", document=transfer.transfer_id, text=text, event_on=transfer.moved_on,
        entity=transfer.entity,
        postings=(debit(ACTIVITY, transfer.amount, activity=transfer.from_activity, member=giver),
                  credit(ACTIVITY, transfer.amount, activity=transfer.to_activity, member=receiver))))
