"""Writing an order form, step by step: client, task, days, price, check; and changing one that is not signed."""
