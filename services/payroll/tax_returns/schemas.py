"""What is asked and answered about what was withheld."""

from typing import Any

from marshmallow import fields

from shared.fields import LATEST, Count, Day, Flag, Id, MoneyField, Shape, Text
from shared.ledger import MAIN_ENTITY

PAGE = 100
YEAR: dict[str, Any] = {"least": 2000, "limit": 2199, "required": True}


class TaxEntity(Shape):
    """Of which legal entity."""

    entity = Text(longest=40, load_default=MAIN_ENTITY)


class WithholdingReturnDetail(Shape):
    """A month's return: what is owed, and the same sum as the payslips and the ledger have it."""

    return_id = fields.String(required=True)
    entity = fields.String(required=True)
    starts_on = Day(required=True, attribute="period.starts_on")
    ends_on = Day(required=True, attribute="period.last_day")
    due_on = Day(required=True)
    wages = fields.Integer(required=True, attribute="figures.wages")
    withheld = MoneyField(required=True, signed=True)
    payslips = MoneyField(required=True, signed=True, attribute="figures.payslips")
    ledger = MoneyField(required=True, signed=True, attribute="figures.ledger")
    agrees = Flag(required=True)
    reference = fields.String(required=True)
    answered_on = Day(required=True, allow_none=True)


class ListWithholdingReturns(TaxEntity):
    """A page of returns, latest month first; `before` is the first day of the last one seen."""

    before = Day(load_default=LATEST)
    limit = Count(least=1, limit=PAGE, load_default=PAGE)


class WithholdingReturnRequest(Shape):
    """Which return."""

    return_id = Id("wht", required=True)


class RecordWithholdingAnswer(WithholdingReturnRequest):
    """The reference under which the authority took the return."""

    reference = Text(longest=60, required=True)


class TaxYear(TaxEntity):
    """Which calendar year of which legal entity."""

    year = Count(**YEAR)


class TaxYearStated(Shape):
    """How many workers' years are stated."""

    workers = fields.Integer(required=True)


class GetYearlyStatement(TaxYear):
    """Whose year."""

    member_id = Id("mbr", required=True)


class YearlyFigure(Shape):
    """The sum of a line of the payslips over the year."""

    code = fields.String(required=True)
    amount = MoneyField(required=True, signed=True)


class YearlyStatementDetail(Shape):
    """What a worker was paid in a calendar year, between the first and the last pay day."""

    member_id = fields.String(required=True)
    number = fields.String(required=True, attribute="printed_number")
    place = fields.Integer(required=True, attribute="number")
    wages = fields.Integer(required=True)
    first_on = Day(required=True)
    last_on = Day(required=True)
    figures = fields.List(fields.Nested(YearlyFigure), required=True, attribute="listed")


class YearlyPaperDetail(Shape):
    """The worker's paper of the year: its number, and the PDF in base 64."""

    number = fields.String(required=True)
    pdf = fields.String(required=True)


class ListYearlyStatements(TaxYear):
    """A page of workers' years, in the order of their numbers."""

    after = Count(load_default=0)
    limit = Count(least=1, limit=PAGE, load_default=PAGE)


class YearlyFile(Shape):
    """The file of the year, in base 64."""

    content = fields.String(required=True)
