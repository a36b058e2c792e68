"""What secret votes do: steps of a poll, and what the box's answers make of it. Each decision is one transaction."""
