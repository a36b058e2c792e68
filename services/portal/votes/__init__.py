"""A member's votes: what is open, the right to vote, a voting key. The ballot itself never comes here."""
