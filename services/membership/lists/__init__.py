"""Lists of members: found, counted, a page at a time, or as a table for a spreadsheet."""
