"""Adjustments: what an accountant books by hand at the end of a period (accruals, provisions), by two persons."""
