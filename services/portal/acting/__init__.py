"""A member's pages opened by their advisor: to read only, for a while, logged for the member to see."""
