"""Shapes of polls."""

from marshmallow import fields

from services.governance.elections.rules.majority import Secrecy
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
    """Say that a poll closes. Where its paper names closers, `signature` is made with the `key` of one of them.

    The word counts until (and without) `lapses_on`, which is signed, too; left out: as long as the statutes allow.
    """

    key = Hex(32, load_default="")
    signature = Hex(64, load_default="")
    lapses_on = Day(load_default=None, allow_none=True)


class CancelPoll(ClosePoll):
    """Say that a poll is cancelled, and why; the reason is published, and names nobody."""

    reason = Text(required=True, longest=500)


class WithdrawConsent(GetPoll):
    """Take back one's own word that a poll is to end: how, and of a cancelling why."""

    ending = OneOf(*Ending, required=True)
    reason = Text(load_default="", shortest=0, longest=500)


class AskBallotBoxAgain(GetPoll):
    """Name the poll whose refused message is sent again."""


class PollSummary(Shape):
    """Where a poll stands."""

    poll_id = Id("pol", required=True)
    digest = Hex(32, required=True)
    state = OneOf(*PollState, required=True)


class CountedPapersShape(Shape):
    """What two tellers counted of the ballots on paper; `signed` by their keys where the paper names keys."""

    yes = Count(required=True)
    no = Count(required=True)
    abstain = Count(required=True)
    blank = Count(required=True)
    invalid = Count(required=True)
    signed = fields.List(Text(), required=True)


class ResultShape(Shape):
    """The result of a poll; `reason` is empty when the resolution was adopted.

    The votes are those of the `ballots` in the ballot box and of the `papers` in the urn (none: nothing was on paper).

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
    papers = fields.Nested(CountedPapersShape, required=True, allow_none=True)


class ConsentGiven(Shape):
    """Who would end a poll, how and why: of a closing there is no reason. A second person agrees to these words."""

    ending = OneOf(*Ending, required=True)
    reason = Text(required=True, shortest=0, longest=500)
    given_by = Text(required=True)
    lapses_on = Day(required=True)


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
    on_paper = Count(required=True)
