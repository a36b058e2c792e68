"""What crosses the bus about pay runs."""

from marshmallow import fields

from services.payroll.runs.rules import RunState
from shared.fields import Count, Day, Id, Instant, MoneyField, OneOf, Shape


class AskRun(Shape):
    """The day for which a run is asked."""

    day = Day(required=True)


class RunAsked(Shape):
    """The request that a second person approves."""

    approval_id = Id("apr", required=True)


class ApproveRun(Shape):
    """The request that is approved."""

    approval_id = Id("apr", required=True)


class RunApproved(Shape):
    """Who asked for the run that was approved."""

    approval_id = Id("apr", required=True)
    asked_by = fields.String(required=True)


class ProposePayRun(Shape):
    """The day by which the wages of the run are to be paid."""

    day = Day(required=True)


class PayRunRequest(Shape):
    """The run that is meant."""

    run_id = Id("run", required=True)


class ListPayRuns(Shape):
    """A page of runs, the latest first."""

    after = Id("run", load_default="")
    limit = Count(load_default=100, least=1, limit=500)


class PayRunSummary(Shape):
    """A run: what it pays, where it stands, and until when a second person may approve it."""

    run_id = Id("run", required=True)
    day = Day(required=True)
    state = OneOf(*RunState, required=True)
    count = Count(required=True)
    total = MoneyField(required=True)
    cut_off = Instant(required=True)
    proposed_by = fields.String(required=True)
    proposed_on = Day(required=True)


class RunDifference(Shape):
    """A wage that is unlike the worker's wage before."""

    wage_id = Id("wag", required=True)
    member_id = Id("mbr", required=True)
    worker = fields.String(required=True)
    difference = OneOf("first_wage", "account_changed", "much_more", "much_less", required=True)
    net = MoneyField(required=True)
    before = MoneyField(required=True, allow_none=True)


class PayRunDetail(PayRunSummary):
    """A run whole: what is blocked beside it (why and for whom is in `list_waiting`), and what the bank did."""

    blocked = Count(required=True)
    sent = Count(required=True)
    accepted = Count(required=True)
    paid = Count(required=True)
    returned = Count(required=True)
    rejected = Count(required=True)
    differences = fields.List(fields.Nested(RunDifference), required=True)
