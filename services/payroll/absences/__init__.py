"""Absences: sickness, leave and unpaid leave, and what they do to pay, cover and declaration."""
