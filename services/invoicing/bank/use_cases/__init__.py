"""What the bank does: statements taken in, movements given to their owners, suspense emptied."""
