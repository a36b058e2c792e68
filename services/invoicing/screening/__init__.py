"""May this work be done under the shared number, for this client: risk rules, exposure, and a person where they ask."""
