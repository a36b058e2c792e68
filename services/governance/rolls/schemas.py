"""Shapes of rolls: what is asked, answered and consumed."""

from marshmallow import fields, validate

from services.governance.rolls.rules import COLLEGE, Manner
from shared.fields import Count, Day, EventShape, Flag, Hex, Id, Matching, OneOf, Shape, Text

MEMBERS_LIMIT = 5_000  # of one import; a larger register comes in several


class ImportedMemberShape(Shape):
    """One member of a register kept elsewhere."""

    member_id = Id("mbr", required=True)
    shares = Count(required=True)
    suspended_shares = Count(required=True)
    voting = Flag(required=True)


class ControlTotals(Shape):
    """How many members, and how many shares, all parts of an import have together."""

    total_members = Count(required=True)
    total_shares = Count(required=True)


class ImportRoll(Shape):
    """The register as of a day, where membership is not deployed.

    A large one comes in parts with the same `import_id` and day. `whole` stands on the last part: then they are the
    register, and who is in none of them is a member no more. Without it they add to what is known.
    """

    as_of = Day(required=True)
    members = fields.List(fields.Nested(ImportedMemberShape), required=True,
                          validate=validate.Length(min=1, max=MEMBERS_LIMIT))
    import_id = Text(load_default="", shortest=0, longest=60)
    whole = fields.Nested(ControlTotals, load_default=None, allow_none=True)


class RegisterAttendance(Shape):
    """Note that a member takes part."""

    assembly_id = Id("asm", required=True)
    member_id = Id("mbr", required=True)
    manner = OneOf(Manner.IN_PERSON, Manner.REMOTE, required=True)


class RegisterDeparture(Shape):
    """Note that a member left."""

    assembly_id = Id("asm", required=True)
    member_id = Id("mbr", required=True)


class GetPresence(Shape):
    """Name the assembly whose live quorum is asked for."""

    assembly_id = Id("asm", required=True)


class LiveQuorum(Shape):
    """How much of the roll is there now, in members who may vote and in shares that count."""

    assembly_id = Id("asm", required=True)
    members_present = Count(required=True)
    members_entitled = Count(required=True)
    shares_present = Count(required=True)
    shares_entitled = Count(required=True)


class BindVotingKey(Shape):
    """Bind the public half of a voting key (Ed25519) to a member."""

    member_id = Id("mbr", required=True)
    voting_key = Hex(32, required=True)


class AssignCollege(Shape):
    """Name members and the college to which they belong from a day on; empty: to none any more."""

    college = Matching(f"(?:{COLLEGE})?", required=True)
    members = fields.List(Id("mbr"), required=True, validate=validate.Length(min=1, max=MEMBERS_LIMIT))
    starts_on = Day(required=True)


class KnownColleges(Shape):
    """The colleges that have members on that day."""

    colleges = fields.List(Text(), required=True)


class ListRoll(Shape):
    """Ask for a page of a frozen roll after a cursor (the last member of the page before)."""

    assembly_id = Id("asm", required=True)
    after = Text(load_default="", shortest=0, longest=40)
    limit = Count(load_default=200, least=1, limit=1000)


class ImportedRoll(Shape):
    """How many members were noted, and of how many more it is known now that they left."""

    members = Count(required=True)
    left_out = Count(required=True)


class RollEntryShape(Shape):
    """One member on the roll; `attends` says how they take part, and is empty when they do not."""

    member_id = Id("mbr", required=True)
    shares = Count(required=True)
    suspended_shares = Count(required=True)
    voting = Flag(required=True)
    voting_key = Text(required=True, shortest=0)
    college = Text(required=True, shortest=0)
    attends = Text(required=True, shortest=0)


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
    """membership.shares_transferred: published of each of the two."""

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
