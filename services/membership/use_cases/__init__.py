"""What membership does: load, decide, save, announce; one transaction each."""
