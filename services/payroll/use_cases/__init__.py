"""What payroll does: each use case loads, decides by the rules of `domain`, saves and announces, in one transaction."""
