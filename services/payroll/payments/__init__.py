"""Paying wages: batches for the bank, and what the bank did with them."""
