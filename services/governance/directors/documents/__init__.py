"""The papers that the board of directors gives out."""
