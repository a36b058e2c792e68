"""What counting refuses."""

from shared.errors import Refusal


class BallotFileBroken(Refusal):
    """The file is not in the BLT form."""

    sentence = "Line {line} of the ballot file cannot be read: {why}."


class TooManyCandidates(Refusal):
    """Rankings are kept as bytes, one per candidate."""

    sentence = "An election has at most {most} candidates; this one has {candidates}."
