"""My membership: shares, vote, what is to be paid, how I am reached, my certificate."""
