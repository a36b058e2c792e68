"""Working time and least pay of completed work: what is beyond the law is paid, flagged and settled by somebody."""
