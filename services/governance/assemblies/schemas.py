"""Shapes of assemblies."""

from marshmallow import fields, validate

from services.governance.assemblies.rules import SETTLEMENTS, Outcome
from services.governance.elections.rules.majority import DecisionKind
from services.governance.rolls.rules import COLLEGE
from shared.fields import Count, Day, Hex, Id, Instant, Matching, OneOf, Shape, Text

MOST_SHARES = 50
MOST_CLOSERS = 20
MOST_COLLEGES = 20


class ItemSealing(Shape):
    """To whom the ballots of a vote are sealed: a public key of its own for each vote, and its shares by digests."""

    key = Hex(32, required=True)
    threshold = Count(required=True, least=2, limit=MOST_SHARES)
    shares = fields.List(Hex(32), required=True, validate=validate.Length(min=2, max=MOST_SHARES))


class CollegeVote(Shape):
    """A college that votes apart on an item, and to whom its ballots are sealed: with a key of its own."""

    name = Matching(COLLEGE, required=True)
    sealing = fields.Nested(ItemSealing, load_default=None, allow_none=True)


class AgendaItemShape(Shape):
    """A resolution to be decided, by which kind of decision, and to whom its ballots are sealed (none: to nobody).

    `colleges`: those that vote apart, each of which must adopt it (CSA art. 6:87); none: all members vote together.
    """

    title = Text(required=True)
    question = Text(required=True, longest=2000)
    decision = OneOf(*DecisionKind, required=True)
    sealing = fields.Nested(ItemSealing, load_default=None, allow_none=True)
    colleges = fields.List(fields.Nested(CollegeVote), load_default=list, validate=validate.Length(max=MOST_COLLEGES))


class DocumentDigest(Shape):
    """A document that members can read, by its SHA-256."""

    name = Text(required=True)
    digest = Hex(32, required=True)


class ConveneAssembly(Shape):
    """Call an assembly; `opens_at` and `closes_at` of its polls where they differ from the statutes' hours.

    `closers` are the public keys (Ed25519) of those of whom two end a poll together; without them accounts do.
    """

    title = Text(required=True)
    held_on = Day(required=True)
    record_on = Day(required=True)
    agenda = fields.List(fields.Nested(AgendaItemShape), required=True, validate=validate.Length(min=1, max=100))
    documents = fields.List(fields.Nested(DocumentDigest), load_default=list, validate=validate.Length(max=100))
    opens_at = Instant(load_default=None)
    closes_at = Instant(load_default=None)
    closers = fields.List(Hex(32), load_default=list, validate=validate.Length(max=MOST_CLOSERS))


class ConveneSecondCall(Shape):
    """Call again for what missed its quorum; `sealings` are those of its items in their order, or none."""

    assembly_id = Id("asm", required=True)
    held_on = Day(required=True)
    record_on = Day(required=True)
    sealings = fields.List(fields.Nested(ItemSealing), load_default=list, validate=validate.Length(max=100))


class RepeatPoll(Shape):
    """Put a cancelled vote again, in hours of its own; `sealing` with a fresh key where its ballots are sealed."""

    poll_id = Id("pol", required=True)
    opens_at = Instant(required=True)
    closes_at = Instant(required=True)
    sealing = fields.Nested(ItemSealing, load_default=None, allow_none=True)


class SettleItem(Shape):
    """End an item without a vote, or annul its vote, and say why."""

    resolution_id = Id("rsl", required=True)
    how = OneOf(*SETTLEMENTS, required=True)
    reason = Text(required=True, longest=500)


class ConfirmSettlement(Shape):
    """Name what another person proposed of an item whose vote is closed."""

    proposal_id = Id("apr", required=True)


class RefuseSettlement(ConfirmSettlement):
    """Refuse it, or take one's own proposal back, and say why."""

    reason = Text(required=True, longest=500)


class ListSettlementProposals(Shape):
    """Name the assembly."""

    assembly_id = Id("asm", required=True)


class ProposalShape(Shape):
    """How one person would settle an item behind the close, and why; another confirms it before `expires_at`."""

    proposal_id = Id("apr", required=True)
    resolution_id = Id("rsl", required=True)
    how = OneOf(*SETTLEMENTS, required=True)
    reason = Text(required=True, longest=500)
    proposed_on = Day(required=True)
    proposed_by = Text(required=True)
    expires_at = Instant(required=True)


class FreezeRoll(Shape):
    """Name the assembly whose roll is frozen."""

    assembly_id = Id("asm", required=True)


class GetAssembly(Shape):
    """Name an assembly."""

    assembly_id = Id("asm", required=True)


class ListAssemblies(Shape):
    """Ask for assemblies after a cursor (the last id of the page before)."""

    after = Text(load_default="", shortest=0, longest=40)
    limit = Count(load_default=50, least=1, limit=200)


class FrozenRollShape(Shape):
    """A frozen roll: its totals, its digest, how many of membership's events it rests upon, and the last of them."""

    assembly_id = Id("asm", required=True)
    record_on = Day(required=True)
    frozen_on = Day(required=True)
    members = Count(required=True)
    voting_members = Count(required=True)
    shares = Count(required=True)
    voting_shares = Count(required=True)
    digest = Hex(32, required=True)
    events_applied = Count(required=True)
    last_event = Text(required=True, shortest=0)


class AgendaResult(Shape):
    """A resolution and what became of it: of one on which colleges voted apart, what became of it in all of them."""

    resolution_id = Id("rsl", required=True)
    place = Count(required=True)
    title = Text(required=True)
    question = Text(required=True, longest=2000)
    decision = OneOf(*DecisionKind, required=True)
    follows = Id("rsl", required=True, allow_none=True)
    college = Text(required=True, shortest=0)
    voted_with = Id("rsl", required=True, allow_none=True)
    poll_id = Id("pol", required=True, allow_none=True)
    paper_digest = Hex(32, required=True, allow_none=True)
    outcome = OneOf(*Outcome, required=True)
    reason = Text(required=True, shortest=0)
    votes_for = Count(required=True, allow_none=True)
    votes_against = Count(required=True, allow_none=True)
    abstentions = Count(required=True, allow_none=True)


class AssemblySummary(Shape):
    """An assembly in a list."""

    assembly_id = Id("asm", required=True)
    title = Text(required=True)
    convened_on = Day(required=True)
    held_on = Day(required=True)
    record_on = Day(required=True)
    call = Count(required=True)
    follows = Id("asm", required=True, allow_none=True)


class AssemblyDetailShape(AssemblySummary):
    """An assembly whole."""

    agenda = fields.List(fields.Nested(AgendaResult), required=True)
    documents = fields.List(fields.Nested(DocumentDigest), required=True)
    roll = fields.Nested(FrozenRollShape, required=True, allow_none=True)
    present = Count(required=True)
