"""A double-entry ledger: entries that balance, are never changed, and are chained.

    post(tx, Entry(journal="sales", document=invoice_id, text="Invoice 2026/000001", event_on=tx.on, postings=(
        debit("400", total, activity=activity_id, order=order_id, member=member_id), credit("705", net, ...), ...)))
"""

from shared.ledger.book import CONSTRAINTS, balance, close_period, post, post_all, statement, trial_balance
from shared.ledger.entries import Entry, Posting, credit, debit
from shared.ledger.proof import CHECK, seal, seal_all, verify_ledger

__all__ = [
    "CHECK", "CONSTRAINTS", "Entry", "Posting", "balance", "close_period", "credit", "debit", "post", "post_all",
    "seal",
    "seal_all", "statement", "trial_balance", "verify_ledger",
]
