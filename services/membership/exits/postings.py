"""What ends of membership and transfers book."""

from datetime import date

from services.membership.exits.rules import Transfer
from services.membership.payouts.rules import Worth
from shared.ledger import Entry, credit, debit, post, signed
from shared.money import Money
from shared.postgres import Tx

REGISTER, LEAVERS, RESERVES = "share_capital", "owed_to_leavers", "reserves_from_leavers"


def book_exit(tx: Tx, exit_id: str, member_id: str, worth: Worth, *, on: date) -> None:
    """Shares leave the capital account: what they are worth is owed, the rest stays in the reserves."""
    post(tx, Entry(journal="exits", document=exit_id, text="Shares of a leaver", event_on=on, postings=(
        debit(REGISTER, worth.paid_in, member=member_id), signed(LEAVERS, -worth.amount, member=member_id),
        signed(RESERVES, -worth.left_behind, member=member_id))))


def book_transfer(tx: Tx, transfer: Transfer, paid_in: Money) -> None:
    """Contributions pass from one member to another: the capital account as a whole does not move."""
    post(tx, Entry(journal="transfers", document=transfer.id, text="Shares transferred", event_on=tx.on, postings=(
        debit(REGISTER, paid_in, member=transfer.giver_id), credit(REGISTER, paid_in, member=transfer.receiver_id))))
