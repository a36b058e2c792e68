"""What is done about signing: forms are sent, answered and printed, links and codes made, proofs decided."""
