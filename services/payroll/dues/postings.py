"""What is booked when an authority is paid."""

from datetime import date

from services.payroll.dues.rules import OWED_ON, Due
from shared.ledger import Entry, signed


def due_paid(due: Due, movement_id: str, on: date) -> Entry:
    """The bank paid what was owed for a return."""
    return Entry(journal="bank", document=movement_id, text="Due at the bank", event_on=on, entity=due.entity,
                 postings=(signed(OWED_ON[due.creditor], due.amount), signed("wage_bank", -due.amount)))
