"""Members who want to be found by the others, in their own words."""
