"""The e-invoice."""
