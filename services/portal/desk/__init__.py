"""The member desk: registrations that wait for a check or a decision."""
