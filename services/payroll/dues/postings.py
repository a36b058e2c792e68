"""What is booked when an authority is paid."""

from datetime import date

from services.payroll.dues.rules import OWED_ON, Due
from shared.ledger import Entry, signed
from shared.money import Money


def due_paid(due: Due, movement_id: str, on: date) -> Entry:
    """The bank paid what was owed for a return."""
    return Entry(journal="bank", document=movement_id, text="Due at the bank", event_on=on, entity=due.entity,
                 postings=(signed(OWED_ON[due.creditor], due.amount), signed("wage_bank", -due.amount)))


def due_given_back(due: Due, movement_id: str, costs: Money, on: date) -> Entry:
    """The bank gave a payment back, less its costs, which the cooperative bears: the whole is owed again."""
    return Entry(journal="bank", document=movement_id, text="Due given back", event_on=on, entity=due.entity,
                 postings=(signed("wage_bank", due.amount - costs), signed("bank_costs", costs),
                           signed(OWED_ON[due.creditor], -due.amount)))
