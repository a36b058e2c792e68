"""What crosses the bus about pay runs."""

from marshmallow import fields

from shared.fields import Day, Id, Shape


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
