"""A country that nobody lives in: its own currency, chart of accounts, numbers, taxes, pay day, exits and banks."""
