"""What governance does: rolls, assemblies, polls, results, minutes. Each function is one decision in one transaction."""
