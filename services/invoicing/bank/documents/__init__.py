"""Bank files that every country has."""
