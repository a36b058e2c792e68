"""Everything that waits between a signed order, a settled wage and what is owed for it: why, since when, for whom."""
