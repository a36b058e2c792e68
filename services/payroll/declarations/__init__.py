"""Declaring employment before it begins, and taking back what never does."""
