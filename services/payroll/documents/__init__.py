"""Documents that payroll makes: declarations for social security, payslips, payment files."""
