"""What is owed when an employment without an end is over: the holiday pay that was earned in it."""
