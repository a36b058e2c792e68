"""What clients owe: paid, credited, given up, overdue."""
