"""What moves on the bank account, as bookings."""

from datetime import date

from services.invoicing.bank.rules import Movement
from shared.ledger import Entry, post, signed
from shared.money import Money
from shared.postgres import Tx

BANK, SUSPENSE = "bank", "unidentified_movements"


def book_movement(tx: Tx, movement_id: str, movement: Movement, account: str, entity: str) -> None:
    """Money moved; the other side is its owner's clearing account, or suspense."""
    _book(tx, movement_id, "Bank movement", movement.amount, account, movement.booked_on, entity)


def book_opening(tx: Tx, statement_id: str, opening: Money, on: date, entity: str) -> None:
    """What was on an account before its first statement; the accountant tells later whose it is."""
    if opening:
        _book(tx, statement_id, "Balance before the first statement", opening, SUSPENSE, on, entity)


def _book(  # noqa: PLR0917 - both sides of one booking
    tx: Tx, document: str, text: str, amount: Money, account: str, on: date, entity: str,
) -> None:
    post(tx, Entry(journal="bank", document=document, text=text, event_on=on, entity=entity,
                   postings=(signed(BANK, amount), signed(account, -amount))))
