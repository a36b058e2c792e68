"""The desk: members' questions, and what waits for an advisor, most urgent first."""
