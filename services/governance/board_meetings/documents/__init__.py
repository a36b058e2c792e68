"""The short minutes of the board, printed."""
