"""Shapes of polls."""

from marshmallow import fields

from services.governance.polls.rules.decision import Secrecy
from services.governance.polls.rules.poll import PollState
from services.governance.polls.rules.signed_steps import Ending
from shared.fields import Count, Day, Flag, Hex, Id, OneOf, Shape, Text


class OpenPoll(Shape):
    """Put a resolution to a secret vote."""

    resolution_id = Id("rsl", required=True)


class GetPoll(Shape):
    """Name a poll."""

    poll_id = Id("pol", required=True)


class ClosePoll(GetPoll):
    """Say that a poll closes. Where its paper names closers, `signature` is made with the `key` of one of them."""

    key = Hex(32, load_default="")
    signature = Hex(64, load_default="")


class CancelPoll(ClosePoll):
    """Say that a poll is cancelled, and why; the reason is published, and names nobody."""

    reason = Text(required=True, longest=500)


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


class ConsentGiven(Shape):
    """Who would end a poll, how and why: of a closing there is no reason. A second person agrees to these words."""

    ending = OneOf(*Ending, required=True)
    reason = Text(required=True, shortest=0, longest=500)
    given_by = Text(required=True)


class CancelledPollShape(Shape):
    """A poll that was cancelled: its paper, why, and the signatures of two closers where the paper names them."""

    paper = fields.Dict(required=True)
    poll_id = Id("pol", required=True)
    digest = Hex(32, required=True)
    reason = Text(required=True, longest=500)
    cancelled_on = Text(required=True, longest=10)
    consents = fields.List(Text(), required=True)


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
    consents = fields.List(fields.Nested(ConsentGiven), required=True)
    cancelled = fields.List(fields.Nested(CancelledPollShape), required=True)


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
