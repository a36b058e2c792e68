"""My open-ended employment: what it would pay, asked for, signed, changed, ended; and the desk's side of each step."""
