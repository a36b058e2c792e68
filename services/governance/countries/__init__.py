"""Countries of governance: what one must be able to do, and those that are here."""
