"""What is owed to authorities for closed periods: when, under which reference, and how it is paid."""
