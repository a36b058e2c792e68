"""Payees: the accounts to which money for members goes, each confirmed over a second channel before it counts."""
