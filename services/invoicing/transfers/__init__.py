"""Budget that moves from one activity to another: a transfer, not an invoice."""
