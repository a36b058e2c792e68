"""Secret votes: papers, credentials, the way to the ballot box, results."""
