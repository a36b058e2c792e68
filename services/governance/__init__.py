"""Governance: assemblies, frozen rolls, secret votes, minutes."""
