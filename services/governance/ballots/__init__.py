"""The language of secret votes: ballots, credentials, the board, the keys of a poll, the way to the ballot box."""
