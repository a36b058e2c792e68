"""The report of a group that the next assembly sees."""
