"""Other proofs of a client's signature: uploaded by one person, approved by another."""
