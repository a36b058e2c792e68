"""Petitions: members who together hold one tenth have an assembly convened, with the items that they ask for."""
