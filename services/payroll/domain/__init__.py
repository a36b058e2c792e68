"""The rules of payroll: pure, dated facts in, explained lines out."""
