"""Files of ballots."""
