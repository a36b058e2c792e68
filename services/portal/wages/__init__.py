"""My wages, and why."""
