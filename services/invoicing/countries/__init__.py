"""Countries: what invoicing asks of one, and those that live here."""
