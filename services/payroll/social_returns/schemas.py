"""What is asked and answered about returns to social security."""

from marshmallow import fields, validate

from services.payroll.dues.rules import ReturnState
from shared.fields import LATEST, Count, Day, Flag, Id, MoneyField, OneOf, Shape, Text
from shared.ledger import MAIN_ENTITY

PAGE = 100


class SocialEntity(Shape):
    """Of which legal entity."""

    entity = Text(longest=40, load_default=MAIN_ENTITY)


class CloseSocialReturn(SocialEntity):
    """Close the entity's next period, or go on with the one that is held; how many workers it knowingly leaves out.

    Nothing for `leaving_out` has the return stated and held, so that somebody looks at it before it is declared.
    """

    leaving_out = Count(load_default=0, allow_none=True)


class CorrectSocialReturn(Shape):
    """The period's first return; whom to state anew beside those with wages that no return declared."""

    return_id = Id("soc", required=True)
    members = fields.List(Id("mbr"), load_default=list, validate=validate.Length(max=PAGE))


class LeftOutWorker(Shape):
    """A worker whom the return leaves out, and why."""

    member_id = Id("mbr", required=True)
    code = fields.String(required=True)
    why = fields.String(required=True)


class SocialReturnDetail(Shape):
    """A return: its period, what it comes to, whom it leaves out, and what has become of it.

    `net` is what is owed beyond an earlier declaration of the period, `booked` what the wages had estimated,
    `difference` what the mutual fund bears of it (negative: gains). `late` counts the wages of the closed period (while
    it is not closed: of those before it) that no return has declared; `provisional` names the rules that are choices of
    ours until an authority confirms them. While it is `closing`, all of this is what is stated so far; `held_because`
    says what somebody has to settle before it goes on.
    """

    return_id = fields.String(required=True)
    entity = fields.String(required=True)
    starts_on = Day(required=True, attribute="period.starts_on")
    ends_on = Day(required=True, attribute="period.last_day")
    due_on = Day(required=True)
    workers = fields.Integer(required=True, attribute="figures.workers")
    gross = MoneyField(required=True, attribute="figures.gross")
    contributions = MoneyField(required=True, attribute="figures.contributions")
    reductions = MoneyField(required=True, attribute="figures.reductions")
    special_contribution = MoneyField(required=True, attribute="figures.special")
    special_withheld = MoneyField(required=True, signed=True, attribute="figures.withheld")
    owed = MoneyField(required=True, signed=True, attribute="figures.owed")
    net = MoneyField(required=True, signed=True, attribute="figures.net")
    booked = MoneyField(required=True, signed=True, attribute="figures.booked")
    difference = MoneyField(required=True, signed=True, attribute="figures.difference")
    left_out = fields.List(fields.Nested(LeftOutWorker), required=True)
    late = fields.Integer(required=True)
    provisional = fields.List(fields.String(), required=True)
    refers_to = fields.String(required=True, allow_none=True)
    state = fields.String(required=True, allow_none=True)
    reference = fields.String(required=True)
    refused_because = fields.String(required=True)
    held_because = fields.String(required=True)
    open_anomalies = fields.Integer(required=True)


class ListSocialReturns(SocialEntity):
    """A page of returns, latest period first; `before` is the first day of the last one seen."""

    before = Day(load_default=LATEST)
    limit = Count(least=1, limit=PAGE, load_default=PAGE)


class SocialReturnRequest(Shape):
    """Which return."""

    return_id = Id("soc", required=True)


class ListStatedWorkers(SocialReturnRequest):
    """A page of the workers of a return, in the file's order."""

    after = Count(load_default=0)
    limit = Count(least=1, limit=PAGE, load_default=PAGE)


class StatedWorkerDetail(Shape):
    """What a return states of a worker: the record in the country's form, and its sums."""

    member_id = Id("mbr", required=True)
    place = fields.Integer(required=True)
    record = fields.Dict(required=True)
    gross = MoneyField(required=True)
    contributions = MoneyField(required=True)
    reductions = MoneyField(required=True)
    special_contribution = MoneyField(required=True, attribute="special")
    special_withheld = MoneyField(required=True, signed=True, attribute="withheld")
    owed = MoneyField(required=True, signed=True)
    before = MoneyField(required=True, signed=True)
    booked = MoneyField(required=True, signed=True)


class ReportedAnomaly(Shape):
    """What the authority found wrong with the worker in this place of the file; place 0 is about the whole."""

    worker = Count(load_default=0)
    code = Text(longest=40, required=True)
    text = Text(longest=500, shortest=0, load_default="")


class RecordSocialAnswer(Shape):
    """What the authority answered to a return: its reference, or why it refuses; and what it found wrong."""

    return_id = Id("soc", required=True)
    accepted = Flag(required=True)
    reference = Text(longest=60, shortest=0, load_default="")
    reason = Text(longest=500, shortest=0, load_default="")
    anomalies = fields.List(fields.Nested(ReportedAnomaly), load_default=list, validate=validate.Length(max=10_000))


class SocialReturnStanding(Shape):
    """What has become of the return."""

    state = OneOf(*ReturnState, required=True)


class AnomalyDetail(Shape):
    """What the authority found wrong, and whether it is settled."""

    place = fields.Integer(required=True)
    member_id = fields.String(required=True, allow_none=True)
    code = fields.String(required=True)
    text = fields.String(required=True)
    recorded_on = Day(required=True)
    settled_on = Day(required=True, allow_none=True)
    note = fields.String(required=True)


class SettleAnomaly(Shape):
    """Which anomaly is settled, and how."""

    return_id = Id("soc", required=True)
    place = Count(least=1, required=True)
    note = Text(longest=500, required=True)
