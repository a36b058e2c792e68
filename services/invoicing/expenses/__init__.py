"""Expenses of activities: receipts kept first, claimed later, approved, refunded from what was received."""
