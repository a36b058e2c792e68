"""Students: which orders are worked under the solidarity contribution, counted over all contracts of a year."""
