"""Answers to questions: from rows to plain values."""
