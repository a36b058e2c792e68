"""What ends of membership and transfers book."""

from datetime import date

from services.membership.exits.rules import Exit, Transfer
from services.membership.payouts.rules import Worth
from services.membership.register.rules import CausedMovement, Lot
from shared.ledger import Entry, credit, debit, post, signed
from shared.money import Money
from shared.postgres import Tx

REGISTER, NOT_VALUED = "share_capital", "leavers_not_valued"
LEAVERS, RESERVES, TAKEN_BACK = "owed_to_leavers", "reserves_from_leavers", "taken_back_after_use"


def book_end(tx: Tx, leaving: Exit, lot: Lot, *, on: date) -> None:
    """Shares leave the capital account on their day; what they are worth is still to be known."""
    post(tx, Entry(journal="exits", document=f"{leaving.id}/{lot.name}", text="Shares of a leaver", event_on=on,
                   postings=(debit(REGISTER, lot.paid_in, member=leaving.member_id),
                             credit(NOT_VALUED, lot.paid_in, member=leaving.member_id))))


def book_value(tx: Tx, leaving: Exit, worth: Worth) -> None:
    """What the shares are worth is owed, the rest stays in the reserves."""
    post(tx, Entry(journal="exits", document=leaving.id, text="Value of a leaver's shares", event_on=tx.on, postings=(
        debit(NOT_VALUED, worth.paid_in, member=leaving.member_id),
        signed(LEAVERS, -worth.amount, member=leaving.member_id),
        signed(RESERVES, -worth.left_behind, member=leaving.member_id))))


def book_value_annulled(tx: Tx, leaving: Exit, *, act_id: str, worth: Money, still_open: Money) -> None:
    """A value is owed no more; what was paid or set off already is owed to us."""
    paid_in = leaving.paid_in or worth
    post(tx, Entry(journal="exits", document=act_id, text="Value of a leaver's shares annulled",
                   event_on=tx.on, postings=(
        credit(NOT_VALUED, paid_in, member=leaving.member_id),
        signed(LEAVERS, still_open, member=leaving.member_id),
        signed(TAKEN_BACK, worth - still_open, member=leaving.member_id),
        signed(RESERVES, paid_in - worth, member=leaving.member_id))))


def book_end_annulled(tx: Tx, wrong: CausedMovement, *, act_id: str) -> None:
    """Shares come back to the capital account on the day on which they left it."""
    back = -wrong.amount
    post(tx, Entry(journal="exits", document=f"{act_id}/{wrong.lot}", text="Shares restored",
                   event_on=wrong.effective_on, postings=(
                       debit(NOT_VALUED, back, member=wrong.member_id),
                       credit(REGISTER, back, member=wrong.member_id))))


def book_transfer(tx: Tx, transfer: Transfer, paid_in: Money) -> None:
    """Contributions pass from one member to another: the capital account as a whole does not move."""
    post(tx, Entry(journal="transfers", document=transfer.id, text="Shares transferred",
                   event_on=transfer.effective_on, postings=(
        debit(REGISTER, paid_in, member=transfer.giver_id), credit(REGISTER, paid_in, member=transfer.receiver_id))))
