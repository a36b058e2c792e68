"""What is done with share calls and their payment."""
