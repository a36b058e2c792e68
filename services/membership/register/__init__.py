"""The share register (art. 6:24 to 6:28): movements and names in, holdings of any day out, every read noted."""
