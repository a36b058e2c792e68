"""What was withheld for the tax authority: month by month, and per worker for a calendar year."""
