"""Completing work: from days worked to the invoice and the employment budget."""
