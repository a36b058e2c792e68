"""The rules of invoicing, pure: state and facts in, new state and events out, or a refusal."""
