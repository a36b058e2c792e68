"""The board of directors: who stands, who is elected, who sits on any day, what the board decides."""
