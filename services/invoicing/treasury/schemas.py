"""What is asked and answered about the money that is expected."""

from datetime import date

from marshmallow import fields

from services.invoicing.treasury.rules import MoneyFlow
from shared.fields import LATEST, Count, Day, Flag, MoneyField, OneOf, Shape, Text
from shared.ledger import MAIN_ENTITY

EARLIEST = date(2000, 1, 1)
PAGE, YEAR_OF_WEEKS, QUARTER_OF_WEEKS = 500, 52, 13


class AsOf(Shape):
    """Of which legal entity, as of which day (else: the day of the call)."""

    entity = Text(longest=40, load_default=MAIN_ENTITY)
    as_of = Day(load_default=None, allow_none=True)


class GetTreasury(AsOf):
    """How many weeks ahead."""

    weeks = Count(least=1, limit=YEAR_OF_WEEKS, load_default=QUARTER_OF_WEEKS)


class WeekFlowDetail(Shape):
    """What moves for something in the week that begins on a day (negative: it goes), by how many documents."""

    starts_on = Day(required=True)
    flow = OneOf(*MoneyFlow, required=True)
    amount = MoneyField(required=True, signed=True)
    count = fields.Integer(required=True)


class TreasuryDetail(Shape):
    """What stands at the bank, and what is expected from there, as invoicing knows it.

    `habit_days` is how late all clients pay in the middle, of `habit_known` paid invoices. `doubtful` and `later` stand
    in no week. Not seen: wages, social security and what is withheld (payroll's `list_obligations`), leavers'
    shares (membership's `list_claims`), what the house itself buys, and the VAT on what is ordered.
    """

    entity = fields.String(required=True)
    as_of = Day(required=True)
    bank = MoneyField(required=True, signed=True)
    habit_days = fields.Integer(required=True, attribute="habit.days")
    habit_known = fields.Integer(required=True, attribute="habit.known")
    flows = fields.List(fields.Nested(WeekFlowDetail), required=True)
    doubtful = MoneyField(required=True, signed=True)
    later = MoneyField(required=True, signed=True)


class ListExpectedMoney(AsOf):
    """A page of the documents behind a figure: of one flow or all, expected from a day to another, or doubtful."""

    flow = OneOf("", *MoneyFlow, load_default="")
    doubtful = Flag(load_default=False)
    first = Day(load_default=EARLIEST)
    last = Day(load_default=LATEST)
    after = Count(load_default=0)
    limit = Count(least=1, limit=PAGE, load_default=PAGE)


class ExpectedMoneyDetail(Shape):
    """Money that a document lets expect: an invoice, an order, a claim of expenses, a client, a VAT return."""

    flow = OneOf(*MoneyFlow, required=True)
    document = fields.String(required=True)
    number = fields.String(required=True)
    client_id = fields.String(required=True)
    due_on = Day(required=True)
    expected_on = Day(required=True)
    amount = MoneyField(required=True, signed=True)
    doubtful = Flag(required=True)
