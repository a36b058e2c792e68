"""What governance does: rolls, assemblies, polls, results, minutes. Each decision is one transaction."""
