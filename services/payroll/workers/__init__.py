"""Who employs and who works: their own data, which stay in this service."""
