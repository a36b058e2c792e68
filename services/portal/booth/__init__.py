"""The vote booth: a static page on an origin of its own, and the door to the ballot box behind it."""
