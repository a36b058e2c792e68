"""What moves on the bank account, as bookings."""

from collections.abc import Sequence
from datetime import date

from services.invoicing.bank.rules import Movement
from shared.ledger import Entry, post, post_all, signed
from shared.money import Money
from shared.postgres import Tx

BANK, SUSPENSE, COSTS, REFUNDS = "bank", "unidentified_movements", "bank_costs", "refunds_under_way"


def book_movements(tx: Tx, moved: Sequence[tuple[str, Movement, str]], entity: str) -> None:
    """Money moved; the other side of each movement is its owner's clearing account, or suspense."""
    post_all(tx, [_entry(movement_id, "Bank movement", movement.amount, account, movement.booked_on, entity)
                  for movement_id, movement, account in moved])


def book_short(tx: Tx, movement_id: str, cost: Money, account: str, *, on: date, entity: str) -> None:
    """What came back is less than what went out: the bank kept the rest for its trouble."""
    post(tx, Entry(journal="bank_costs", document=movement_id, text="Kept by the bank", event_on=on, entity=entity,
                   postings=(signed(COSTS, cost), signed(account, -cost))))


def book_opening(tx: Tx, statement_id: str, opening: Money, on: date, entity: str) -> None:
    """What was on an account before its first statement; the accountant tells later whose it is."""
    if opening:
        post(tx, _entry(statement_id, "Balance before the first statement", opening, SUSPENSE, on, entity))


def _entry(  # noqa: PLR0917 - both sides of one booking
    document: str, text: str, amount: Money, account: str, on: date, entity: str,
) -> Entry:
    return Entry(journal="bank", document=document, text=text, event_on=on, entity=entity,
                 postings=(signed(BANK, amount), signed(account, -amount)))
