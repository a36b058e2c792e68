"""What becomes of money in suspense, as bookings."""

from datetime import date

from shared.ledger import Entry, post, signed
from shared.money import Money
from shared.postgres import Tx

SUSPENSE, REFUNDS, GRANTS = "unidentified_movements", "refunds_under_way", "grants_received"


def book_own(tx: Tx, document: str, amount: Money, account: str, *, on: date, entity: str) -> None:
    """A movement in suspense is the house's own cost or income, or (turned round) is not."""
    post(tx, Entry(journal="own_movements", document=document, text="The house's own", event_on=on, entity=entity,
                   postings=(signed(SUSPENSE, amount), signed(account, -amount))))


def book_claimed(tx: Tx, movement_id: str, amount: Money, account: str, *, on: date, entity: str) -> None:
    """A movement in suspense is another service's: it stands on the clearing account with it."""
    post(tx, Entry(journal="claimed_movements", document=movement_id, text="Money for another service", event_on=on,
                   entity=entity, postings=(signed(SUSPENSE, amount), signed(account, -amount))))
