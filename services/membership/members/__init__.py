"""Members and candidates: who they are to the house (an id, a state, a language) and how they are reached."""
