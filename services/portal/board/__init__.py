"""The board: who sits, who stands, and the way from a candidacy to a seat."""
