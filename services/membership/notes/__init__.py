"""Notes of desk and advisors about a member, and the history of a membership in one list."""
