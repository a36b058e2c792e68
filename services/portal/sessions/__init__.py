"""Signing in and out, and the sessions that remember who did."""
