"""Plumbing that two services need identically and that can be explained without a business word."""
