"""Payslips: numbered without a gap per year, chained, never changed."""
