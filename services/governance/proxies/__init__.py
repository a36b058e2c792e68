"""Proxies: who represents whom at an assembly, how many, until when they can be revoked."""
