"""Reminders: what clients owe too late, asked for step by step, and when nothing may be asked."""
