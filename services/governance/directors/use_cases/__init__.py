"""What is done about the board of directors: its seats, and their papers."""
