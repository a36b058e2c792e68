"""What invoicing does: load, decide, save, announce; one transaction each, opened by the door or the inbox."""
