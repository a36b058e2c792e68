"""Accidents at work: a member reports one and sees where it stands, the clerk leads it to its end."""
