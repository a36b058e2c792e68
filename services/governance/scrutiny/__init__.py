"""The scrutineers: shares of the key to which ballots are sealed, and their opening in public."""
