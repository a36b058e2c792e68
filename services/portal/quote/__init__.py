"""How much will I earn? The quote, before any login."""
