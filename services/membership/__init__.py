"""Membership: who belongs to the cooperative, which shares they hold, and everything that is owed to a member."""
