"""The rules of secret votes: the paper, the ballots and the board, the poll, and what is decided by it."""
