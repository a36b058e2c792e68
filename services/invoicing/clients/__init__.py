"""Who orders work: companies, public bodies, associations, persons."""
