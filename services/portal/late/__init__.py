"""Late payers: the ladder of each late invoice with every way out, for the accountant; what a member knows of them."""
