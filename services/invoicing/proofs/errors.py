"""What is refused about other proofs of a signature."""

from shared.errors import Refusal


class ProofNotOpen(Refusal):
    """A proof is decided once."""

    sentence = "Proof {proof_id} is {state} already."


class SecondPersonDecides(Refusal):
    """Neither who uploaded a proof nor who works the order approves it."""

    sentence = "Proof {proof_id} is approved by somebody else than who uploaded it or works the order."


class ProofNotReadable(Refusal):
    """A proof is a document that people can look at."""

    sentence = "A proof is a PDF, a PNG or a JPEG of at most {most} bytes."
