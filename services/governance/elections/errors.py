"""What counting refuses."""

from shared.errors import Refusal


class BallotFileBroken(Refusal):
    """The file is not in the BLT form."""

    sentence = "Line {line} of the ballot file cannot be read: {why}."


class TooManyCandidates(Refusal):
    """Rankings are kept as bytes, one per candidate."""

    sentence = "An election has at most {limit} candidates; this one has {candidates}."


class ReservedSeatsWrong(Refusal):
    """Reserved seats are some of the seats, each for candidates who stand, and nobody is in two groups."""

    sentence = "{reserved} reserved seats do not fit {seats} seats and candidates 1 to {candidates}, each named once."
