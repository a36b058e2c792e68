"""Where the papers of the board are asked for: candidacies, declarations, mandates."""
