"""The rules of secret votes: the paper, the poll, and what is decided by it."""
