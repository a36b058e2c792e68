"""Companies that order work."""
