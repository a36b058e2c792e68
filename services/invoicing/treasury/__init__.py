"""What money is expected to come and go, week by week, as of any day: each figure down to its documents."""
