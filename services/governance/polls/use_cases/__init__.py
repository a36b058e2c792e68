"""What secret votes do: steps of a poll, the way to the ballot box, its answers. Each decision is one transaction."""
