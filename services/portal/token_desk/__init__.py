"""The token desk: a process of its own, the only one with the signing key."""
