"""Invoicing: clients, activities, order forms, invoices under the shared VAT number, and the bank file."""
