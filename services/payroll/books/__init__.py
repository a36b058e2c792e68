"""The ledger as an accountant reads it: balances as of any day, and the documents behind each, what falls due."""
