"""Sessions and their seats: information sessions, and the sessions of trainings."""
