"""The keys of polls, and how the ballot box is spoken to."""
