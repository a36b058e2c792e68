"""My work: order forms, each with one line from the draft to the paid wage, and the report of work done."""
