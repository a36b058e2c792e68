"""What becomes of a turnover: the fee, the employment budget, what the activity has left."""
