"""Shapes of boards."""

from marshmallow import fields

from services.governance.polls.rules.poll import PollState
from shared.fields import Count, Hex, Id, OneOf, Shape


class GetBoard(Shape):
    """Name the closed poll whose board is asked for."""

    poll_id = Id("pol", required=True)


class BoardShape(Shape):
    """The published file of a closed poll: a verifier needs nothing else."""

    paper = fields.Dict(required=True)
    digest = Hex(32, required=True)
    closing = fields.Dict(required=True)
    opening = fields.Dict(required=True)
    root = Hex(32, required=True)
    tally = fields.Dict(required=True)
    result = fields.Dict(required=True)
    roll = fields.Dict(required=True)
    marks = fields.List(fields.Dict(), required=True)
    presence = fields.List(fields.String(), required=True)
    batches = fields.List(fields.Dict(), required=True)
    cancelled = fields.List(fields.Dict(), required=True)
    papers = fields.Dict()  # where ballots were on paper: what two tellers counted
    opened_with = Hex(32)  # where ballots were sealed: the key that opens each of them


class HandInShare(Shape):
    """Hand in a share of the key to which the ballots of a poll are sealed."""

    poll_id = Id("pol", required=True)
    share = Hex(32, required=True)


class SharesHandedIn(Shape):
    """Where the opening of a poll stands: how many of the needed shares are here, and the poll's state."""

    poll_id = Id("pol", required=True)
    state = OneOf(*PollState, required=True)
    shares = Count(required=True)
    needed = Count(required=True)
