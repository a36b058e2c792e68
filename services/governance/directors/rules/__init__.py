"""The rules of the board of directors: statute, candidacies, elections, mandates, meetings."""
