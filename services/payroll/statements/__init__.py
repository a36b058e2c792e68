"""Wages and budgets as people ask for them: line by line, part by part, what waits and why."""
