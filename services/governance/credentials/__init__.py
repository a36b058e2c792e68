"""Credentials: the right to vote once on one paper, taken by a member or by who represents them."""
