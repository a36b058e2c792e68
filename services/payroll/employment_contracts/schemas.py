"""What crosses the bus about employments without an end."""

from marshmallow import fields

from services.payroll.employment_contracts.rules import EmploymentState, Party, TermsState
from services.payroll.events import EmploymentChangedBecause, EmploymentEndedBecause, EmploymentRemedy
from shared.fields import Count, Day, Flag, Hex, Id, Instant, MoneyField, OneOf, Rate, Shape, Text


class AskEmployment(Shape):
    """From when, how many hours a week, for which monthly gross; what happens when the budget carries it no more."""

    member_id = Id("mbr", required=True)
    activity_id = Id("act", required=True)
    starts_on = Day(required=True)
    weekly_hours = Rate(required=True)
    gross = MoneyField(required=True, positive=True)
    work = Text(required=True, longest=300)
    when_short = OneOf(*EmploymentRemedy, required=True)


class AskEmploymentChange(Shape):
    """Other hours and another wage from a day on; none of both is unpaid leave."""

    employment_id = Id("emp", required=True)
    from_on = Day(required=True)
    weekly_hours = Rate(required=True)
    gross = MoneyField(required=True)


class EmploymentRequest(Shape):
    """The employment that is meant."""

    employment_id = Id("emp", required=True)


class DecideEmployment(EmploymentRequest):
    """Whether what was asked for is approved, and why not."""

    approved = Flag(required=True)
    reason = Text(load_default="", longest=500, shortest=0)


class EndEmployment(EmploymentRequest):
    """The last day that one party names and the other agrees to."""

    last_on = Day(required=True)


class RecordDeath(EmploymentRequest):
    """The day on which the worker died."""

    died_on = Day(required=True)


class ChoosePayout(EmploymentRequest):
    """Whether what is left at the end is paid out with the last wage."""

    pays_out = Flag(required=True)


class ListEmployments(Shape):
    """A page of employments, of one worker or of all."""

    member_id = Id("mbr", load_default="")
    after = Id("emp", load_default="")
    limit = Count(load_default=100, least=1, limit=500)


class GetContract(EmploymentRequest):
    """The contract, or a change of it, by its place."""

    place = Count(load_default=1, least=1)


class TermsDetail(Shape):
    """Hours a week and a monthly gross from a day on, and who signed them."""

    place = Count(required=True)
    from_on = Day(required=True)
    weekly_hours = Rate(required=True)
    gross = MoneyField(required=True)
    because = OneOf(*EmploymentChangedBecause, required=True)
    state = OneOf(*TermsState, required=True)
    reason = fields.String(required=True)
    asked_on = Day(required=True)
    digest = fields.String(required=True)
    member_signed_at = Instant(required=True, allow_none=True)
    cooperative_signed_at = Instant(required=True, allow_none=True)


class EmploymentDetail(Shape):
    """An employment as it stands on the day: what holds, or will at first, what waits, and how it ends.

    `worker` is their name; empty where nobody is registered yet.
    """

    employment_id = Id("emp", required=True)
    order_id = Id("ord", required=True)
    member_id = Id("mbr", required=True)
    worker = fields.String(required=True)
    activity_id = Id("act", required=True)
    state = OneOf(*EmploymentState, required=True)
    work = fields.String(required=True)
    when_short = OneOf(*EmploymentRemedy, required=True)
    starts_on = Day(required=True)
    asked_on = Day(required=True)
    agreed_on = Day(required=True, allow_none=True)
    last_on = Day(required=True, allow_none=True)
    ended_by = OneOf(*EmploymentEndedBecause, required=True, allow_none=True)
    end_wanted_on = Day(required=True, allow_none=True)
    end_wanted_by = OneOf(*Party, required=True, allow_none=True)
    pays_out = Flag(required=True)
    worked_out_until = Day(required=True, allow_none=True)
    holds = fields.Nested(TermsDetail, required=True, allow_none=True)
    waits = fields.Nested(TermsDetail, required=True, allow_none=True)
    terms = fields.List(fields.Nested(TermsDetail), required=True)


class ContractDetail(Shape):
    """A contract, or a change of it: the digest of what is signed, and the PDF in base 64."""

    employment_id = Id("emp", required=True)
    place = Count(required=True)
    digest = Hex(32, required=True)
    pdf = fields.String(required=True)
