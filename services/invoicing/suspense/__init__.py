"""Suspense: movements whose owner nobody knew, until somebody says whose they are."""
