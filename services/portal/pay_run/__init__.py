"""The pay run of the payroll clerk."""
