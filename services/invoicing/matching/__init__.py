"""Matching: which invoices money pays, and why; else why it waits."""
