"""The pay run: every part from its budget to its payslip, advance and payment."""
