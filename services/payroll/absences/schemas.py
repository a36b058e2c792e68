"""What crosses the bus about absences."""

from marshmallow import fields

from services.payroll.absences.rules import AbsenceKind, AbsencePay, AbsenceState
from shared.fields import Count, Day, Flag, Hex, Id, OneOf, Shape, Text


class AskAbsence(Shape):
    """Why, from which day to which; of sickness the digest of its certificate, which may come later.

    `other_cause`: the certificate says that it is another illness or accident than the one before.
    """

    member_id = Id("mbr", required=True)
    kind = OneOf(*AbsenceKind, required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    certificate = Hex(32, load_default="")
    other_cause = Flag(load_default=False)


class GetAbsence(Shape):
    """An absence."""

    absence_id = Id("abs", required=True)


class AddAbsenceCertificate(GetAbsence):
    """The digest of a certificate (SHA-256); what a doctor writes is not kept here."""

    certificate = Hex(32, required=True)
    other_cause = Flag(load_default=False)


class DecideAbsence(GetAbsence):
    """Whether it is accepted, and why not; whether a late certificate is excused by force majeure.

    `brought_days`: days of leave of the year by the holiday certificate of an earlier employer.
    """

    approved = Flag(required=True)
    reason = Text(load_default="", longest=500, shortest=0)
    excused = Flag(load_default=False)
    brought_days = Count(load_default=0, limit=24)


class ReturnToWork(GetAbsence):
    """The first day of work."""

    back_on = Day(required=True)


class SettleAbsence(GetAbsence):
    """What was decided, and by whom."""

    what = Text(required=True, longest=500)


class ListAbsences(Shape):
    """A page of absences, of one worker or of all."""

    member_id = Id("mbr", load_default="")
    after = Id("abs", load_default="")
    limit = Count(load_default=100, least=1, limit=200)


class GetLeave(Shape):
    """A worker and a year."""

    member_id = Id("mbr", required=True)
    year = Count(required=True, least=2000, limit=2200)


class LeaveDetail(Shape):
    """Days of leave of a year: earned by the whole months of the year before, taken, left."""

    member_id = Id("mbr", required=True)
    year = Count(required=True)
    right = Count(required=True)
    taken = Count(required=True)
    left = Count(required=True)


class EffectDetail(Shape):
    """What an absence does in one contract: its days of work that fall away, and how many of them are paid."""

    order_id = Id("ord", required=True)
    open_ended = Flag(required=True)
    days = Count(required=True)
    paid_days = Count(required=True)
    pay = OneOf(*AbsencePay, required=True)


class AbsenceDetail(Shape):
    """An absence as it stands; `last_on` is the day before a return. `late`: a certificate that nothing excuses."""

    absence_id = Id("abs", required=True)
    member_id = Id("mbr", required=True)
    kind = OneOf(*AbsenceKind, required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    last_on = Day(required=True)
    state = OneOf(*AbsenceState, required=True)
    reason = fields.String(required=True)
    asked_on = Day(required=True)
    decided_on = Day(required=True, allow_none=True)
    certificate = fields.String(required=True)
    certified_on = Day(required=True, allow_none=True)
    certificate_due = Day(required=True, allow_none=True)
    late = Flag(required=True)
    excused = Flag(required=True)
    other_cause = Flag(required=True)
    brought_days = Count(required=True)
    back_on = Day(required=True, allow_none=True)
    settled = fields.String(required=True)
    effects = fields.List(fields.Nested(EffectDetail), required=True)
