"""What crosses the bus between payroll and the partner's own payroll."""

from typing import Any

from marshmallow import fields, post_load, validate

from services.payroll.outside_payroll.rules import GivenLine, PayLeader, RequestKind, RequestState
from services.payroll.workers.rules import ContractKind
from shared.fields import Count, Day, Flag, Id, MoneyField, OneOf, Rate, Shape, Text

MOST_LINES = 40


class PaidDayShape(Shape):
    """A day and the hours worked on it."""

    on = Day(required=True)
    hours = Rate(required=True)


class AnsweredLine(Shape):
    """A line of the payslip: a code that the country declares, and what it comes to."""

    code = Text(required=True, longest=60)
    amount = MoneyField(required=True, signed=True)

    @post_load
    def value(self, data: dict[str, Any], **_: Any) -> GivenLine:
        """The line."""
        return GivenLine(**data)


class AnswerPayRequest(Shape):
    """A wage or quote as the partner's payroll worked it out for its day of payment, under a reference of its own.

    Gross, the employer's side and what is left over come to the budget; gross less what is withheld is the net.
    """

    pay_request_id = Id("prq", required=True)
    pay_on = Day(required=True)
    reference = Text(required=True, longest=60)
    net = MoneyField(required=True, signed=True)
    lines = fields.List(fields.Nested(AnsweredLine), required=True, validate=validate.Length(1, MOST_LINES))


class GetPayRequest(Shape):
    """The request that is asked about."""

    pay_request_id = Id("prq", required=True)


class RefusePayCorrection(GetPayRequest):
    """A proposed correction is not taken, and why."""

    reason = Text(required=True)


class PayRequestState(Shape):
    """Where a request stands now."""

    pay_request_id = Id("prq", required=True)
    state = OneOf(*RequestState, required=True)


class AskPayQuote(Shape):
    """What a worker's pay would be for these days and this budget."""

    member_id = Id("mbr", required=True)
    contract = OneOf(*ContractKind, required=True)
    budget = MoneyField(required=True, positive=True)
    ends_on = Day(required=True)
    days = fields.List(fields.Nested(PaidDayShape), required=True, validate=validate.Length(1, 31))


class ListPayRequests(Shape):
    """A page of the requests in a state; `overdue` keeps those whose day of payment has come."""

    state = OneOf(*RequestState, load_default=RequestState.WAITING)
    overdue = Flag(load_default=False)
    after = Id("prq", load_default="")
    limit = Count(load_default=100, least=1, limit=500)


class PayRequestSummary(Shape):
    """A request: what is asked, since when, when it is due, whose step leads on."""

    pay_request_id = Id("prq", required=True)
    kind = OneOf(*RequestKind, required=True)
    state = OneOf(*RequestState, required=True)
    order_id = Id("ord", required=True, allow_none=True)
    part = Count(required=True, allow_none=True)
    member_id = Id("mbr", required=True)
    contract = fields.String(required=True)
    budget = MoneyField(required=True)
    ends_on = Day(required=True)
    asked_on = Day(required=True)
    due_on = Day(required=True)
    pay_on = Day(required=True)
    leads_on = OneOf(*PayLeader, required=True)


class PayRequestDetail(PayRequestSummary):
    """The same with the worked days, the lines that may be answered, and the answer that stands."""

    days = fields.List(fields.Nested(PaidDayShape), required=True)
    codes = fields.List(fields.String(), required=True)
    reference = fields.String(required=True)
    net = MoneyField(required=True, allow_none=True)
    lines = fields.List(fields.Nested(AnsweredLine), required=True)
