"""Shapes of polls."""

from marshmallow import fields

from services.governance.polls.rules.decision import Secrecy
from services.governance.polls.rules.poll import PollState
from shared.fields import Count, Day, Flag, Hex, Id, OneOf, Shape, Text


class OpenPoll(Shape):
    """Put a resolution to a secret vote."""

    resolution_id = Id("rsl", required=True)


class GetPoll(Shape):
    """Name a poll."""

    poll_id = Id("pol", required=True)


class ClosePoll(GetPoll):
    """Name the poll that is closed."""


class AskBallotBoxAgain(GetPoll):
    """Name the poll whose refused message is sent again."""


class ListOpenPolls(Shape):
    """Name the member who may vote."""

    member_id = Id("mbr", required=True)


class IssueCredential(Shape):
    """Take the credential of a roll entry: the voter's library blinded what is to be signed.

    `signature` is made with the voting key that stands on the roll; who has none there leaves it out.
    """

    poll_id = Id("pol", required=True)
    member_id = Id("mbr", required=True)
    blinded = Hex(required=True)
    signature = Hex(64, load_default="")


class PollSummary(Shape):
    """Where a poll stands."""

    poll_id = Id("pol", required=True)
    digest = Hex(32, required=True)
    state = OneOf(*PollState, required=True)


class ResultShape(Shape):
    """The result of a poll; `reason` is empty when the resolution was adopted.

    `secrecy` warns where the count itself tells how somebody voted: all alike, or very few.
    """

    poll_id = Id("pol", required=True)
    root = Hex(32, required=True)
    ballots = Count(required=True)
    votes_for = Count(required=True)
    votes_against = Count(required=True)
    abstentions = Count(required=True)
    present = Count(required=True)
    entitled = Count(required=True)
    adopted = Flag(required=True)
    reason = Text(required=True, shortest=0)
    decided_on = Day(required=True)
    secrecy = OneOf(*Secrecy, required=True)


class PollDetailShape(Shape):
    """A poll with its paper; its credentials are counted from the closing on, its result stands when it is closed."""

    poll_id = Id("pol", required=True)
    digest = Hex(32, required=True)
    state = OneOf(*PollState, required=True)
    assembly_id = Id("asm", required=True)
    resolution_id = Id("rsl", required=True)
    paper = fields.Dict(required=True)
    credentials = Count(required=True, allow_none=True)
    refusals = fields.List(Text(), required=True)
    result = fields.Nested(ResultShape, required=True, allow_none=True)


class OpenPollSummary(Shape):
    """A poll in which a member may vote now."""

    poll_id = Id("pol", required=True)
    assembly_id = Id("asm", required=True)
    resolution_id = Id("rsl", required=True)
    digest = Hex(32, required=True)
    credential_taken = Flag(required=True)


class BlindSignature(Shape):
    """What the voter's library unblinds."""

    poll_id = Id("pol", required=True)
    blind_signature = Hex(required=True)
