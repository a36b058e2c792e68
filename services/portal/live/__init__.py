"""Live updates: a page that is open is told that what it shows has changed. Every page works without them."""
