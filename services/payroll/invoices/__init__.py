"""The invoices that are to bring the budgets' money, and what became of them."""
