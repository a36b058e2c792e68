"""Shapes of the count of ballots on paper."""

from marshmallow import fields

from shared.fields import Count, Hex, Id, Shape, Text

MOST_PAPERS = 1_000_000


class GetPaperCount(Shape):
    """Name the poll."""

    poll_id = Id("pol", required=True)


class CountPapers(GetPaperCount):
    """What a teller found in the urn. `signature` is made with the `key` of a closer where the paper names them."""

    yes = Count(required=True, limit=MOST_PAPERS)
    no = Count(required=True, limit=MOST_PAPERS)
    abstain = Count(required=True, limit=MOST_PAPERS)
    blank = Count(required=True, limit=MOST_PAPERS)
    invalid = Count(required=True, limit=MOST_PAPERS)
    key = Hex(32, load_default="")
    signature = Hex(64, load_default="")


class CountHands(GetPaperCount):
    """What a teller counted of a show of hands, at the meeting, instead of opening the poll of an item."""

    yes = Count(required=True, limit=MOST_PAPERS)
    no = Count(required=True, limit=MOST_PAPERS)
    abstain = Count(required=True, limit=MOST_PAPERS)
    key = Hex(32, load_default="")
    signature = Hex(64, load_default="")


class AgreedCount(Shape):
    """What two tellers counted alike; `signed` by their keys where the paper names keys."""

    yes = Count(required=True)
    no = Count(required=True)
    abstain = Count(required=True)
    blank = Count(required=True)
    invalid = Count(required=True)
    signed = fields.List(Text(), required=True)


class PaperCountShape(Shape):
    """How many ballots were handed out, how many tellers counted, and on what two of them agreed (none: not yet).

    `marks_digest` is what a teller signs beside the sheet: the digest of the roll marks of those ballots.
    """

    poll_id = Id("pol", required=True)
    handed_out = Count(required=True)
    marks_digest = Hex(32, required=True)
    tellers = Count(required=True)
    agreed = fields.Nested(AgreedCount, required=True, allow_none=True)
