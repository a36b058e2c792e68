"""The card that a member shows at the entrance."""
