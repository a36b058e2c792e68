"""The accountant: what is open, how old, and money without an owner."""
