"""A member's own data: shown with their history, handed out whole and signed, removed as far as the law lets."""
