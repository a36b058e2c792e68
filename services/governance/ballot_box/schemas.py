"""What may be said to the ballot box. Every message is a JSON object whose `do` names one of these shapes."""

from marshmallow import fields, validate

from shared.fields import Count, Flag, Hex, Id, Shape, Text

MOST_CHOICES = 100
MOST_SHARES = 50
MOST_CLOSERS = 20


class Rules(Shape):
    """By which rules the result is decided: part of the paper, so that they are fixed before the poll opens."""

    decision = Text(required=True)
    majority_numerator = Count(required=True)
    majority_denominator = Count(required=True, least=1)
    more_than = Flag(required=True)
    quorum_base = Text(required=True)
    quorum_numerator = Count(required=True)
    quorum_denominator = Count(required=True, least=1)
    college = Text()  # only where its members alone vote


class PaperSealing(Shape):
    """To whom ballots are sealed: the scrutineers' public key, and its shares by their digests."""

    key = Hex(32, required=True)
    threshold = Count(required=True, least=1, limit=MOST_SHARES)
    shares = fields.List(Hex(32), required=True, validate=validate.Length(min=1, max=MOST_SHARES))


class BallotPaper(Shape):
    """The ballot paper of one poll."""

    poll_id = Id("pol", required=True)
    assembly_id = Id("asm", required=True)
    resolution_id = Id("rsl", required=True)
    question = Text(required=True, longest=2000)
    choices = fields.List(Text(required=True), required=True, validate=validate.Length(min=2, max=MOST_CHOICES))
    most_choices = Count(required=True, least=1, limit=MOST_CHOICES)
    rules = fields.Nested(Rules, required=True)
    opens_at = Text(required=True)
    closes_at = Text(required=True)
    modulus = Hex(required=True)
    exponent = Count(required=True, least=3)
    control_key = Hex(32, required=True)
    receipt_key = Hex(32, required=True)
    sealing = fields.Nested(PaperSealing)  # only on the paper of a vote whose ballots are sealed
    closers = fields.List(Hex(32), validate=validate.Length(min=2, max=MOST_CLOSERS))  # only where their keys are known
    repeats = Hex(32)  # only where a cancelled vote is put again


class PollOpening(Shape):
    """Governance's word that a poll is open, and on which roll: signed with the control key of the paper."""

    poll_id = Id("pol", required=True)
    digest = Hex(32, required=True)
    roll_digest = Hex(32, required=True)
    signature = Hex(64, required=True)


class OpenPoll(Shape):
    """Open a poll; `order` is governance's signature on the rest."""

    paper = fields.Nested(BallotPaper, required=True)
    opening = fields.Nested(PollOpening, required=True)
    order = Hex(64, required=True)


class CastBallot(Shape):
    """Cast a ballot, or replace one by the next turn. A sealed one has no choices that could be read."""

    poll_id = Id("pol", required=True)
    digest = Hex(32, required=True)
    ballot_id = Hex(16, required=True)
    voter_key = Hex(32, required=True)
    randomizer = Hex(32, required=True)
    credential = Hex(required=True)
    turn = Count(required=True, least=1)
    choices = fields.List(Text(required=True), required=True, validate=validate.Length(max=MOST_CHOICES))
    sealed = Hex(load_default="")
    signature = Hex(64, required=True)


class ClosePoll(Shape):
    """Close a poll: signed with the poll's control key; `order` is governance's signature on the rest."""

    poll_id = Id("pol", required=True)
    digest = Hex(32, required=True)
    roll_digest = Hex(32, required=True)
    credentials = Count(required=True)
    marks_digest = Hex(32, required=True)
    presence_digest = Hex(32, required=True)
    closed_on = Text(required=True, longest=10)
    signature = Hex(64, required=True)
    consents = fields.List(Text(longest=220), load_default=list, validate=validate.Length(max=MOST_CLOSERS))
    order = Hex(64, required=True)


class CancelPoll(Shape):
    """Throw the ballots of a poll away, and take no more; `order` is governance's signature on the rest."""

    poll_id = Id("pol", required=True)
    digest = Hex(32, required=True)
    reason = Text(required=True, longest=500)
    cancelled_on = Text(required=True, longest=10)
    consents = fields.List(Text(longest=220), required=True, validate=validate.Length(max=MOST_CLOSERS))
    order = Hex(64, required=True)


class GetBoard(Shape):
    """Ask for the head of a closed poll's board; governance signs what it asks, others need not."""

    poll_id = Id("pol", required=True)
    order = Text(load_default="", shortest=0)


class GetBatch(Shape):
    """Ask for one batch of a closed poll's board."""

    poll_id = Id("pol", required=True)
    number = Count(required=True, least=1)
    order = Text(load_default="", shortest=0)


class GetHealth(Shape):
    """Ask whether the box is well."""

    order = Text(load_default="", shortest=0)
