"""The courier to the ballot box; what comes back: verified, opened where it is sealed, published, counted."""
