"""Becoming a member: information sessions, the registration, and where it stands."""
