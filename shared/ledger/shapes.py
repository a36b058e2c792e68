"""What crosses the bus about a ledger, the same for every service that keeps one."""

from marshmallow import fields

from shared.fields import Count, Day, Matching, MoneyField, Shape, Text
from shared.ledger.entries import MAIN_ENTITY

PAGE = 500


class GetTrialBalance(Shape):
    """As of which day (else: the day of the call), of which legal entity."""

    as_of = Day(load_default=None, allow_none=True)
    entity = Text(longest=40, load_default=MAIN_ENTITY)


class AccountBalanceDetail(Shape):
    """What stands on an account of a legal entity (debit positive), after how many entries.

    `mirror` names the service that keeps the opposite account; empty for every other account.
    """

    entity = fields.String(required=True)
    account = fields.String(required=True)
    name = fields.String(required=True)
    mirror = fields.String(required=True)
    amount = MoneyField(required=True, signed=True)
    entries = fields.Integer(required=True)


class ListAccountDocuments(GetTrialBalance):
    """A page of what makes up the balance of an account number; `after` is the last entry seen."""

    account = Text(longest=20, required=True)
    after = Matching("([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?", load_default="")
    limit = Count(least=1, limit=PAGE, load_default=PAGE)


class BookedDocumentDetail(Shape):
    """What one document put on an account (debit positive): when it happened, on which day it counts."""

    entry_id = fields.String(required=True)
    journal = fields.String(required=True)
    document = fields.String(required=True)
    text = fields.String(required=True)
    event_on = Day(required=True)
    booked_on = Day(required=True)
    amount = MoneyField(required=True, signed=True)


class CloseYear(Shape):
    """Which calendar year of which legal entity."""

    year = Count(least=2000, limit=2199, required=True)
    entity = Text(longest=40, load_default=MAIN_ENTITY)


class ClosedYearDetail(Shape):
    """What a year earned in a ledger (negative: lost), and what of the net assets stands in it at the year's end."""

    entity = fields.String(required=True)
    year = fields.Integer(required=True)
    result = MoneyField(required=True, signed=True)
    net_assets = MoneyField(required=True, signed=True)


class ListAccountYear(CloseYear):
    """Which account number, in which calendar year."""

    account = Text(longest=20, required=True)


class JournalSumDetail(Shape):
    """What a journal put on the account (debited) and took from it (credited) in the year, by how many entries."""

    journal = fields.String(required=True)
    debited = MoneyField(required=True)
    credited = MoneyField(required=True)
    entries = fields.Integer(required=True)
