"""A double-entry ledger: entries that balance, are never changed, and are chained.

    post(tx, Entry(journal="sales", document=invoice_id, text="Invoice 2026/000001", event_on=tx.on, postings=(
        debit("clients", total, activity=activity_id, order=order_id), credit("services_sold", net, ...), ...)))
"""

from shared.ledger.book import (
    CONSTRAINTS,
    balance,
    close_period,
    closed_until,
    numbers_of,
    post,
    post_all,
    statement,
    trial_balance,
)
from shared.ledger.entries import MAIN_ENTITY, Entry, Posting, credit, debit, signed
from shared.ledger.events import BooksYearClosed, YearEndBalance
from shared.ledger.proof import CHECK, seal, seal_all, verify_ledger

__all__ = [
    "CHECK", "CONSTRAINTS", "MAIN_ENTITY", "BooksYearClosed", "Entry", "Posting", "YearEndBalance", "balance",
    "close_period", "closed_until", "credit", "debit", "numbers_of", "post", "post_all", "seal", "seal_all", "signed",
    "statement", "trial_balance", "verify_ledger",
]
