"""Shapes of the share register."""

from marshmallow import fields

from shared.fields import Count, Day, Flag, Id, Instant, MoneyField, Shape, Text


class RecordHolder(Shape):
    """A name and domicile for the register (art. 6:25, 2), from a day on."""

    member_id = Id("mbr", required=True)
    given_name = Text(required=True, shortest=0, longest=100)
    family_name = Text(required=True, longest=100)
    street = Text(required=True, longest=140)
    postcode = Text(required=True, longest=16)
    town = Text(required=True, longest=70)
    country = Text(required=True, longest=2, shortest=2)
    effective_on = Day(required=True)
    reason = Text(required=True, longest=200)


class HolderRecorded(Shape):
    """The new version."""

    member_id = Id("mbr", required=True)
    version_id = Id("hol", required=True)


class ConsultRegister(Shape):
    """A page of the register on a day (`as_of`, today if none), as known on a day (now if none), after a member id.

    share_class: of one class only; a member sees their own.
    """

    as_of = Day(load_default=None, allow_none=True)
    known_on = Day(load_default=None, allow_none=True)
    after = Text(load_default="", shortest=0, longest=40)
    limit = Count(load_default=100, least=1, limit=1_000)
    share_class = Text(load_default="", shortest=0, longest=10)


class HolderRow(Shape):
    """One holder of shares (art. 6:25)."""

    member_id = Id("mbr", required=True)
    name = Text(required=True)
    domicile = Text(required=True)
    shares = Count(required=True)
    paid = MoneyField(required=True)
    voting = Flag(required=True)
    suspended_shares = Count(required=True)


class Register(Shape):
    """The register of a class of shares."""

    on = Day(required=True, data_key="as_of")
    known_on = Day(required=True, allow_none=True)
    share_class = Text(required=True)
    holders = Count(required=True)
    shares = Count(required=True)
    paid = MoneyField(required=True)
    rights = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    rows = fields.List(fields.Nested(HolderRow), required=True)
    next_after = Text(required=True)


class ConsultHolding(Shape):
    """One member's holding on a day, as known on a day."""

    member_id = Id("mbr", required=True)
    as_of = Day(load_default=None, allow_none=True)
    known_on = Day(load_default=None, allow_none=True)


class MovementShape(Shape):
    """A movement of the register."""

    movement_id = Id("shm", required=True)
    share_class = Text(required=True)
    kind = Text(required=True)
    shares = Count(required=True, least=-(2**31))
    amount = MoneyField(required=True, signed=True)
    effective_on = Day(required=True)
    recorded_at = Instant(required=True)
    counterpart = Text(required=True)


class HoldingShape(Shape):
    """Shares, payments on them, rights, and the movements that led there."""

    member_id = Id("mbr", required=True)
    name = Text(required=True)
    domicile = Text(required=True)
    on = Day(required=True, data_key="as_of")
    known_on = Day(required=True, allow_none=True)
    shares = Count(required=True)
    paid = MoneyField(required=True)
    voting = Flag(required=True)
    suspended_shares = Count(required=True)
    movements = fields.List(fields.Nested(MovementShape), required=True)


class IssueCertificate(Shape):
    """An extract of the register for one member, on a day (today if none)."""

    member_id = Id("mbr", required=True)
    as_of = Day(load_default=None, allow_none=True)


class Certificate(Shape):
    """A PDF, base64, with its SHA-256."""

    member_id = Id("mbr", required=True)
    on = Day(required=True, data_key="as_of")
    media_type = Text(required=True)
    content = fields.String(required=True)
    digest = Text(required=True)


class ConsultReads(Shape):
    """Who read the register: about one member (all if none), newest first, before a read's id."""

    about = Text(load_default="", shortest=0, longest=40)
    before = Text(load_default="", shortest=0, longest=40)
    limit = Count(load_default=100, least=1, limit=1_000)


class Read(Shape):
    """One read of the register."""

    read_id = Id("rrd", required=True)
    read_at = Instant(required=True)
    actor = Text(required=True)
    roles = Text(required=True)
    assurance = Text(required=True)
    purpose = Text(required=True)
    what = Text(required=True)
    about = Text(required=True)
    rows_read = Count(required=True)


class ListActs(Shape):
    """The acts about one thing (its id), or about all, before an act."""

    refers_to = Text(load_default="", shortest=0, longest=40)
    before = Text(load_default="", shortest=0, longest=40)
    limit = Count(load_default=50, least=1, limit=500)


class LegalAct(Shape):
    """A legal act with its three days; refers_to: what it did, or corrects."""

    act_id = Id("act", required=True)
    act = Text(required=True)
    refers_to = Text(required=True)
    happened_on = Day(required=True)
    known_on = Day(required=True)
    recorded_on = Day(required=True)
    reason = Text(required=True)
    evidence = Text(required=True)
    actor = Text(required=True)
