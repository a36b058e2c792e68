"""The rules of the ballot box, pure."""
