"""What is asked and answered about annual accounts, and what other ledgers tell of their years."""

from marshmallow import fields

from shared.fields import Count, Day, EventShape, Id, MoneyField, OneOf, Shape, Text
from shared.ledger.shapes import CloseYear


class BooksYearClosed(EventShape):
    """Another ledger closed a year."""

    entity = Text(required=True, longest=40)
    year = Count(required=True)
    result = MoneyField(required=True, signed=True)
    net_assets = MoneyField(required=True, signed=True)


class RecordLedgerYear(CloseYear):
    """What a ledger says of a year: its result (negative: a loss), and its part of the net assets at the end."""

    ledger = OneOf("invoicing", "payroll", required=True)
    result = MoneyField(required=True, signed=True)
    net_assets = MoneyField(required=True, signed=True)


class ApproveAnnualAccounts(CloseYear):
    """On which day, by which resolution, how much of the result goes to the reserve (negative: it covers a loss)."""

    approved_on = Day(required=True)
    resolution_id = Text(longest=60, required=True)
    to_reserve = MoneyField(required=True, signed=True)


class GetAnnualAccounts(CloseYear):
    """Which year."""


class LedgerYearDetail(Shape):
    """What one ledger says of the year."""

    ledger = fields.String(required=True)
    result = MoneyField(required=True, signed=True)
    net_assets = MoneyField(required=True, signed=True)


class ApprovalDetail(Shape):
    """What the assembly decided."""

    approved_on = Day(required=True)
    resolution_id = fields.String(required=True)
    to_reserve = MoneyField(required=True, signed=True)


class AnnualAccountsDetail(Shape):
    """A year over all ledgers: result, net assets at its end, and the decision; `carried_on` is in no reserve."""

    entity = fields.String(required=True)
    year = fields.Integer(required=True)
    ledgers = fields.List(fields.Nested(LedgerYearDetail), required=True)
    result = MoneyField(required=True, signed=True)
    net_assets = MoneyField(required=True, signed=True)
    approval = fields.Nested(ApprovalDetail, required=True, allow_none=True)
    carried_on = MoneyField(required=True, signed=True)


class GetMemberAccount(Shape):
    """One member."""

    member_id = Id("mbr", required=True)


class LedgerLine(Shape):
    """A line of the member's account with the cooperative; amount: debit positive."""

    journal = Text(required=True)
    document = Text(required=True)
    text = Text(required=True)
    event_on = Day(required=True)
    account = Text(required=True)
    amount = MoneyField(required=True, signed=True)
