"""What an invoice is: its content, its tax, its place in a series."""
