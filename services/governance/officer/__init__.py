"""The returning officer's desk: what is to be done from convening to minutes, and whom to remind."""
