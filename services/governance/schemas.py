"""Every shape that crosses the door of governance."""

from marshmallow import fields, validate

from shared.fields import Count, Day, EventShape, Flag, Hex, Id, OneOf, Shape, Text

MOST_MEMBERS = 5_000  # of one import; a larger register comes in several
DECISIONS = ("ordinary", "statutes", "object")


# --- asked ----------------------------------------------------------------------------------------------------------

class AgendaItem(Shape):
    """A resolution to be decided, and by which kind of decision."""

    title = Text(required=True)
    question = Text(required=True, longest=2000)
    decision = OneOf(*DECISIONS, required=True)


class DocumentDigest(Shape):
    """A document that members can read, by its SHA-256."""

    name = Text(required=True)
    digest = Hex(32, required=True)


class ConveneAssembly(Shape):
    """Call an assembly."""

    title = Text(required=True)
    held_on = Day(required=True)
    record_on = Day(required=True)
    agenda = fields.List(fields.Nested(AgendaItem), required=True, validate=validate.Length(min=1, max=100))
    documents = fields.List(fields.Nested(DocumentDigest), load_default=list, validate=validate.Length(max=100))


class ConveneSecondCall(Shape):
    """Call again for what missed its quorum."""

    assembly_id = Id("asm", required=True)
    held_on = Day(required=True)
    record_on = Day(required=True)


class WhichAssembly(Shape):
    """Name an assembly."""

    assembly_id = Id("asm", required=True)


class PageOfAssemblies(Shape):
    """Ask for assemblies after a cursor (the last id of the page before)."""

    after = Text(load_default="", shortest=0, longest=40)
    limit = Count(load_default=50, least=1, limit=200)


class PageOfRoll(Shape):
    """Ask for a page of a frozen roll after a cursor (the last member of the page before)."""

    assembly_id = Id("asm", required=True)
    after = Text(load_default="", shortest=0, longest=40)
    limit = Count(load_default=200, least=1, limit=1000)


class ImportedMember(Shape):
    """One member of a register kept elsewhere."""

    member_id = Id("mbr", required=True)
    shares = Count(required=True)
    suspended_shares = Count(required=True)
    voting = Flag(required=True)


class ImportRoll(Shape):
    """The register as of a day, where membership is not deployed."""

    as_of = Day(required=True)
    members = fields.List(fields.Nested(ImportedMember), required=True,
                          validate=validate.Length(min=1, max=MOST_MEMBERS))


class RegisterAttendance(Shape):
    """Note that a member takes part."""

    assembly_id = Id("asm", required=True)
    member_id = Id("mbr", required=True)
    manner = OneOf("in_person", "remote", required=True)


class OpenPoll(Shape):
    """Put a resolution to a secret vote."""

    resolution_id = Id("rsl", required=True)


class WhichPoll(Shape):
    """Name a poll."""

    poll_id = Id("pol", required=True)


class WhichMember(Shape):
    """Name a member."""

    member_id = Id("mbr", required=True)


class IssueCredential(Shape):
    """Take the credential of a roll entry: the voter's library blinded what is to be signed."""

    poll_id = Id("pol", required=True)
    member_id = Id("mbr", required=True)
    blinded = Hex(required=True)


class DrawUpMinutes(Shape):
    """Draw up the minutes; incidents that disturbed participation or vote must be named."""

    assembly_id = Id("asm", required=True)
    incidents = fields.List(Text(longest=500), load_default=list, validate=validate.Length(max=50))


# --- answered -------------------------------------------------------------------------------------------------------

class Imported(Shape):
    """How many members were noted."""

    members = Count(required=True)


class FrozenRoll(Shape):
    """A frozen roll: its totals and its digest."""

    assembly_id = Id("asm", required=True)
    record_on = Day(required=True)
    frozen_on = Day(required=True)
    members = Count(required=True)
    voting_members = Count(required=True)
    shares = Count(required=True)
    voting_shares = Count(required=True)
    digest = Hex(32, required=True)


class RollEntry(Shape):
    """One member on the roll; `attends` says how he takes part, and is empty when he does not."""

    member_id = Id("mbr", required=True)
    shares = Count(required=True)
    suspended_shares = Count(required=True)
    voting = Flag(required=True)
    attends = Text(required=True, shortest=0)


class AgendaResult(Shape):
    """A resolution and what became of it."""

    resolution_id = Id("rsl", required=True)
    place = Count(required=True)
    title = Text(required=True)
    question = Text(required=True, longest=2000)
    decision = OneOf(*DECISIONS, required=True)
    follows = Id("rsl", required=True, allow_none=True)
    poll_id = Id("pol", required=True, allow_none=True)
    outcome = OneOf("undecided", "adopted", "rejected", required=True)
    reason = Text(required=True, shortest=0)
    votes_for = Count(required=True, allow_none=True)
    votes_against = Count(required=True, allow_none=True)
    abstentions = Count(required=True, allow_none=True)


class AssemblyLine(Shape):
    """An assembly in a list."""

    assembly_id = Id("asm", required=True)
    title = Text(required=True)
    convened_on = Day(required=True)
    held_on = Day(required=True)
    record_on = Day(required=True)
    call = Count(required=True)
    follows = Id("asm", required=True, allow_none=True)


class Assembly(AssemblyLine):
    """An assembly whole."""

    agenda = fields.List(fields.Nested(AgendaResult), required=True)
    documents = fields.List(fields.Nested(DocumentDigest), required=True)
    roll = fields.Nested(FrozenRoll, required=True, allow_none=True)
    present = Count(required=True)


class PollState(Shape):
    """Where a poll stands."""

    poll_id = Id("pol", required=True)
    digest = Hex(32, required=True)
    state = OneOf("opening", "open", "closing", "closed", required=True)


class Result(Shape):
    """The result of a poll; `reason` is empty when the resolution was adopted."""

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


class Poll(PollState):
    """A poll with its paper; its credentials are counted from the closing on, its result stands when it is closed."""

    assembly_id = Id("asm", required=True)
    resolution_id = Id("rsl", required=True)
    paper = fields.Dict(required=True)
    credentials = Count(required=True, allow_none=True)
    refusals = fields.List(Text(), required=True)
    result = fields.Nested(Result, required=True, allow_none=True)


class OpenPollLine(Shape):
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


class Board(Shape):
    """The published file of a closed poll: `sharedco governance verify-poll` needs nothing else."""

    paper = fields.Dict(required=True)
    digest = Hex(32, required=True)
    closing = fields.Dict(required=True)
    root = Hex(32, required=True)
    tally = fields.Dict(required=True)
    roll = fields.Dict(required=True)
    batches = fields.List(fields.Dict(), required=True)


class Minutes(Shape):
    """The minutes, as text and printed (PDF in base64)."""

    assembly_id = Id("asm", required=True)
    drawn_up_on = Day(required=True)
    words = Text(required=True)
    document_id = Id("doc", required=True)
    content = Text(required=True)
    digest = Hex(32, required=True)


# --- said -----------------------------------------------------------------------------------------------------------

class AssemblyConvened(Shape):
    """An assembly was called."""

    assembly_id = Id("asm", required=True)
    convened_on = Day(required=True)
    held_on = Day(required=True)


class RollFrozen(Shape):
    """Who may vote is fixed."""

    assembly_id = Id("asm", required=True)
    record_on = Day(required=True)
    members = Count(required=True)
    shares = Count(required=True)
    digest = Hex(32, required=True)


class PollNamed(Shape):
    """What every event of a poll names."""

    poll_id = Id("pol", required=True)
    assembly_id = Id("asm", required=True)
    resolution_id = Id("rsl", required=True)


class PollOpened(PollNamed):
    """Credentials are issued from now on."""

    opened_on = Day(required=True)
    digest = Hex(32, required=True)


class PollClosed(PollNamed):
    """The board is published and verifies."""

    closed_on = Day(required=True)
    credentials = Count(required=True)
    counted = Count(required=True)
    root = Hex(32, required=True)


class ResolutionAdopted(PollNamed):
    """The assembly said yes."""

    votes_for = Count(required=True)
    votes_against = Count(required=True)
    abstentions = Count(required=True)
    decided_on = Day(required=True)


class ResolutionRejected(ResolutionAdopted):
    """The assembly did not say yes."""

    reason = OneOf("quorum_not_reached", "no_votes_cast", "majority_not_reached", required=True)


PUBLISHED = {
    "assembly_convened": AssemblyConvened, "roll_frozen": RollFrozen, "poll_opened": PollOpened,
    "poll_closed": PollClosed, "resolution_adopted": ResolutionAdopted, "resolution_rejected": ResolutionRejected,
}


# --- heard ----------------------------------------------------------------------------------------------------------

class MemberAdmitted(EventShape):
    """membership.member_admitted."""

    member_id = Id("mbr", required=True)
    admitted_on = Day(required=True)


class SharePaid(EventShape):
    """membership.share_paid: `holding` is what the member holds after it."""

    member_id = Id("mbr", required=True)
    paid_on = Day(required=True)
    holding = Count(required=True)


class SharesRedeemed(EventShape):
    """membership.shares_redeemed."""

    member_id = Id("mbr", required=True)
    effective_on = Day(required=True)
    holding = Count(required=True)


class SharesTransferred(EventShape):
    """membership.shares_transferred: said of each of the two."""

    member_id = Id("mbr", required=True)
    effective_on = Day(required=True)
    holding = Count(required=True)


class StandingChanged(EventShape):
    """membership.standing_changed."""

    member_id = Id("mbr", required=True)
    voting = Flag(required=True)
    suspended_shares = Count(required=True)
    effective_on = Day(required=True)


class MemberLeft(EventShape):
    """membership.member_left."""

    member_id = Id("mbr", required=True)
    left_on = Day(required=True)
