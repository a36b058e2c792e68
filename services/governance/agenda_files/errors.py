"""What files of an agenda refuse."""

from shared.errors import Refusal


class FileNotConvened(Refusal):
    """Members read what the convening named: nobody puts another document in its place (CSA art. 6:82)."""

    sentence = "The convening of assembly {assembly_id} names no document with the digest {digest}."


class FileAttached(Refusal):
    """A document is attached once."""

    sentence = "This document was attached before ({constraint})."
