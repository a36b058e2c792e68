"""What comes back from the ballot box: a board that is verified, published, counted again, and declared."""
