"""What feeds an employment without an end, its months, and what happens when its budget will not carry it."""
