"""Whether a board is true."""
