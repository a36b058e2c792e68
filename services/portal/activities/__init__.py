"""My activities: what each brought and what it owes, and who works orders in it beside me."""
