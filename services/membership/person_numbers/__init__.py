"""Numbers of persons that change: a number of the register in place of a bis number, and who is to be told of it."""
