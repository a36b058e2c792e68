"""What is known of members, and the rolls frozen from it."""
