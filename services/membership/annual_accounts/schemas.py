"""What is asked and answered about annual accounts, and what other ledgers tell of their years."""

from marshmallow import fields, validate

from shared.fields import Count, Day, EventShape, Id, MoneyField, OneOf, Shape, Text
from shared.ledger.shapes import CloseYear


class BalanceDetail(Shape):
    """What stood on an account at the year's end (debit positive); `mirror`: the ledger that keeps the opposite one."""

    account = Text(longest=20, required=True)
    name = Text(required=True)
    mirror = Text(shortest=0, load_default="")
    amount = MoneyField(required=True, signed=True)


class BooksYearClosed(EventShape):
    """Another ledger closed a year."""

    entity = Text(required=True, longest=40)
    year = Count(required=True)
    result = MoneyField(required=True, signed=True)
    net_assets = MoneyField(required=True, signed=True)
    balances = fields.List(fields.Nested(BalanceDetail), load_default=())  # came later


class RecordLedgerYear(CloseYear):
    """What a ledger says of a year: its result (negative: a loss), and its part of the net assets at the end."""

    ledger = OneOf("invoicing", "payroll", required=True)
    result = MoneyField(required=True, signed=True)
    net_assets = MoneyField(required=True, signed=True)


class RecordYearBalances(CloseYear):
    """The whole trial balance of a ledger at the end of a year that it told before it told balances."""

    ledger = OneOf("invoicing", "membership", "payroll", required=True)
    balances = fields.List(fields.Nested(BalanceDetail), required=True, validate=validate.Length(min=1, max=1_000))


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


class GetAnnualAccountsPaper(CloseYear):
    """Which year, in which language."""

    language = OneOf("fr", "nl", "de", "en", required=True)


class RubricDetail(Shape):
    """A line of the annual accounts, as its side counts (a debt of 5 is 5): a year ago, and the accounts behind it."""

    rubric = fields.String(required=True)
    side = fields.String(required=True)
    amount = MoneyField(required=True, signed=True)
    before = MoneyField(required=True, signed=True, allow_none=True)
    balances = fields.List(fields.Nested(BalanceDetail), required=True)


class AnnualStatementDetail(Shape):
    """Balance sheet and income statement of a year over all ledgers; assets are equity and debts."""

    entity = fields.String(required=True)
    year = fields.Integer(required=True)
    rubrics = fields.List(fields.Nested(RubricDetail), required=True)
    assets = MoneyField(required=True, signed=True)
    equity = MoneyField(required=True, signed=True)
    debts = MoneyField(required=True, signed=True)
    result = MoneyField(required=True, signed=True)


class PrintedAccounts(Shape):
    """The annual accounts as a paper: `content` is the PDF in base64."""

    media_type = fields.String(required=True)
    content = fields.String(required=True)
    digest = fields.String(required=True)


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
