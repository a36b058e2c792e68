"""Employments without an end: asked for, approved, signed by both, changed, ended."""
