"""What became of what we voted: results and minutes, work groups and what the board did with their advice."""
