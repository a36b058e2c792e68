"""What is booked when the bank moves the money of a wage."""

from datetime import date

from services.payroll.payments.rules import WagePayment
from shared.ledger import Entry, signed
from shared.money import Money


def wage_at_the_bank(payment: WagePayment, movement_id: str, paid: Money, on: date) -> Entry:
    """The bank paid a wage, or (negative) gave it back."""
    return Entry(
        journal="bank", document=movement_id, text="Wage at the bank", event_on=on,
        postings=(signed("wages_to_pay", paid, **payment.keys), signed("wage_bank", -paid, **payment.keys)))
