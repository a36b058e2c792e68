"""What a voter does on a device of their own."""
