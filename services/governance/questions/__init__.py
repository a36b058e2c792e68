"""What members ask an assembly, before it or in it: answered, or refused with a reason, and in the minutes."""
