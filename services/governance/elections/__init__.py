"""Counting: one pure module per method, exact arithmetic, a full count sheet, ties declared."""
