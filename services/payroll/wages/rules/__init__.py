"""Pay as values: lines, occupation, the division of a budget, gross to net."""
