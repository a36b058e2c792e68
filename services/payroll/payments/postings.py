"""What is booked when the bank moves the money of a wage, and when what was paid beyond one comes back.

What was paid beyond a wage stands on the worker's own account of wages to pay, as a claim.
"""

from collections.abc import Mapping
from datetime import date

from services.payroll.dues.rules import UNASSIGNED
from services.payroll.payments.rules import Transfer, WagePayment
from shared.ledger import Entry, Posting, signed
from shared.money import Money


def wage_paid(payment: WagePayment, transfer: Transfer, movement_id: str, on: date) -> Entry:
    """The bank paid a wage."""
    return _at_the_bank(movement_id, on, (
        signed("wages_to_pay", transfer.amount, **payment.keys), signed("wage_bank", -transfer.amount, **payment.keys)))


def wage_given_back(payment: WagePayment, transfer: Transfer, movement_id: str, costs: Money, on: date) -> Entry:
    """The bank gave a payment back, less its costs, which the cooperative bears: the worker is owed the whole again."""
    return _at_the_bank(movement_id, on, (
        signed("wage_bank", transfer.amount - costs, **payment.keys), signed("bank_costs", costs, **payment.keys),
        signed("wages_to_pay", -transfer.amount, **payment.keys)))


def wage_set_off(overpaid: WagePayment, keys: Mapping[str, str], piece: Money, place: int, on: date) -> Entry:
    """A piece of what was paid beyond a wage is taken off another one, whose keys these are."""
    return Entry(journal="wages", document=f"{overpaid.wage_id}/{place}", text="Set off against an earlier wage",
                 event_on=on, postings=(signed("wages_to_pay", piece, **keys),
                                        signed("wages_to_pay", -piece, **overpaid.keys)))


def repaid(payment: WagePayment, piece: Money, place: int, on: date) -> Entry:
    """The worker gave a piece back of what was paid beyond a wage."""
    return Entry(journal="incoming_payments", document=f"{payment.wage_id}/{place}", text="Received from a worker",
                 event_on=on, postings=(signed(UNASSIGNED, piece), signed("wages_to_pay", -piece, **payment.keys)))


def _at_the_bank(movement_id: str, on: date, postings: tuple[Posting, ...]) -> Entry:
    return Entry(journal="bank", document=movement_id, text="Wage at the bank", event_on=on, postings=postings)
