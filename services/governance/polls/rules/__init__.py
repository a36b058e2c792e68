"""The rules of governance, pure."""
