"""Notices: how the convening reached each member, what came back, and from which day the notice counts."""
