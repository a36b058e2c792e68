"""Work groups: mandated by the assembly, drawn by lot among volunteers, answered by the board, reported back."""
