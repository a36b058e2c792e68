"""The directory by which members find each other: who wants to be in it says what others may read."""
