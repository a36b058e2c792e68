"""Deposits: a part's price invoiced before it is worked, taken off when it is, given back when it is not."""
