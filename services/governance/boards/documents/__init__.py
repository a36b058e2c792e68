"""The published file of a closed poll, read into values."""
