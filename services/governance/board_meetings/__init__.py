"""Meetings of the board of directors: who was there, whose interest kept them out, what was decided."""
