"""The desk's side of becoming a member: information sessions and who was there; advisors and what they offer."""
