"""What was ordered, what was worked of it, and the budget that pays for it."""
