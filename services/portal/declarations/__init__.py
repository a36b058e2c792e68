"""Work that was declared too late or refused by the authority: the clerk's list with every way out."""
