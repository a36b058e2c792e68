"""Invoices and credit notes: their numbers, their tax, their e-invoice; never changed once issued."""
