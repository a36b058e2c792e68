"""Expenses: receipts and journeys kept, claimed, refunded."""
