"""VAT returns: a period is closed by a person, its grids are added up from documents, and the State's answer comes."""
