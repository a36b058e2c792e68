"""What payroll owes to authorities: periods closed and declared, and each sum paid under four eyes."""
