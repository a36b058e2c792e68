"""Calling an assembly, for the first and for the second time."""
