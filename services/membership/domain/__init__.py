"""The rules of membership: pure functions over frozen values, one noun per module."""
