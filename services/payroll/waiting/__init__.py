"""Everything that waits between a signed order and a settled wage: why, since when, for whom."""
