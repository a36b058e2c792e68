"""Taking over an existing register: from CSV, checked row by row and against control totals, written whole or not."""
