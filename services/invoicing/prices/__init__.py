"""Priced lines: how a price is made up, as the client signs it and the invoice claims it."""
