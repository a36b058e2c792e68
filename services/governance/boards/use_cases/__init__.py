"""What is done with a board: fetched with what the box answers, published, counted and declared."""
