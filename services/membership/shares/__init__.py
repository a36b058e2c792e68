"""Shares called and paid: calls, the payments that settle them, what is taken back; register = capital = bank."""
