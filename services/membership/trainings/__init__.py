"""Trainings: a catalogue, and sessions with seats for members."""
