"""What is booked when the bank moves the money of a wage."""

from datetime import date

from services.payroll.payments.rules import WagePayment
from shared.ledger import Entry, Posting, signed
from shared.money import Money


def wage_paid(payment: WagePayment, movement_id: str, on: date) -> Entry:
    """The bank paid a wage."""
    return _at_the_bank(movement_id, on, (
        signed("wages_to_pay", payment.net, **payment.keys), signed("wage_bank", -payment.net, **payment.keys)))


def wage_given_back(payment: WagePayment, movement_id: str, costs: Money, on: date) -> Entry:
    """The bank gave a wage back, less its costs, which the cooperative bears: the worker is owed the whole again."""
    return _at_the_bank(movement_id, on, (
        signed("wage_bank", payment.net - costs, **payment.keys), signed("bank_costs", costs, **payment.keys),
        signed("wages_to_pay", -payment.net, **payment.keys)))


def _at_the_bank(movement_id: str, on: date, postings: tuple[Posting, ...]) -> Entry:
    return Entry(journal="bank", document=movement_id, text="Wage at the bank", event_on=on, postings=postings)
