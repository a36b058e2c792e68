"""Erasures: what clients who are persons, and members, have removed; what the law keeps, and until when."""
