"""Files that leave and come: the e-invoice, the paper, the official rules, the bank's statements. No database here."""
