"""What is booked when a budget is received."""

from datetime import date

from services.payroll.orders.rules import Allocation, Order
from shared.ledger import Entry, credit, debit


def budget_received(allocation: Allocation, order: Order, on: date) -> Entry:
    """The order's budget account holds it, against the mirror of invoicing's clearing account."""
    return Entry(
        journal="budgets", document=allocation.allocation_id, text="Employment budget received", event_on=on,
        postings=(debit("clearing_with_invoicing", allocation.amount, **order.keys),
                  credit("employment_budgets", allocation.amount, **order.keys)))
