"""Business activity as whoever keeps orders tells of it: what makes a yearly share owed."""
