"""Order forms between a client and the cooperative, and what payroll says of their employment."""
