"""What differs from country to country: see `protocol.py`; each country is a package of its own."""
