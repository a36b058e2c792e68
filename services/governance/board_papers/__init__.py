"""The papers of the board: who stands, what an assembly decided about its seats, each mandate from day to day."""
