"""What is booked when money goes to an authority, or comes from it."""

from datetime import date

from services.payroll.dues.rules import OWED_ON, UNASSIGNED, Due, IncomingPayment
from shared.ledger import Entry, signed
from shared.money import Money


def due_paid(due: Due, paid: Money, movement_id: str, on: date) -> Entry:
    """The bank paid the authority; what is beyond the due stands on its account as a claim."""
    return Entry(journal="bank", document=movement_id, text="Due at the bank", event_on=on, entity=due.entity,
                 postings=(signed(OWED_ON[due.creditor], paid), signed("wage_bank", -paid)))


def due_given_back(due: Due, paid: Money, movement_id: str, costs: Money, on: date) -> Entry:
    """The bank gave a payment back, less its costs, which the cooperative bears: the whole is owed again."""
    return Entry(journal="bank", document=movement_id, text="Due given back", event_on=on, entity=due.entity,
                 postings=(signed("wage_bank", paid - costs), signed("bank_costs", costs),
                           signed(OWED_ON[due.creditor], -paid)))


def money_received(incoming: IncomingPayment, on: date) -> Entry:
    """Money came in of which somebody has to say what it settles."""
    return Entry(journal="bank", document=incoming.movement_id, text="Received for payroll", event_on=on,
                 postings=(signed("wage_bank", incoming.amount), signed(UNASSIGNED, -incoming.amount)))


def incoming_payment_assigned(due: Due, amount: Money, document: str, on: date) -> Entry:
    """What came in settles a claim."""
    return Entry(journal="incoming_payments", document=document, text="Received from an authority", event_on=on,
                 entity=due.entity, postings=(signed(UNASSIGNED, amount), signed(OWED_ON[due.creditor], -amount)))
