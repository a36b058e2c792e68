"""Grants and sponsoring: money that enters an activity without an order."""
