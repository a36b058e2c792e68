"""The minutes of an assembly."""
