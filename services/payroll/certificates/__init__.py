"""Was this work declared and insured at this instant? The answer with its evidence, and a certificate of cover."""
