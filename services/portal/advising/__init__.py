"""Questions to my advisor, and a member in one page for whoever advises."""
