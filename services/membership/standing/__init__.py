"""The right to vote over time: arrears suspend it, payment restores it, from the days on which they happened."""
