"""What is asked and answered about the bank."""

import re
from typing import Any

from marshmallow import ValidationError, fields, validate

from shared.fields import Count, Day, Flag, MoneyField, OneOf, Shape

PAGE = 100
LARGEST_BANK_FILE = 900_000  # characters; below the 1 MiB that a request may have
_NEVER_IN_A_FILE = re.compile(r"[\x00\ud800-\udfff]")  # neither PostgreSQL nor UTF-8 can keep these


class BankFile(fields.String):
    """A bank file as text: lines and control characters as the bank wrote them, bounded in size."""

    def __init__(self) -> None:
        super().__init__(required=True, validate=validate.Length(min=1, max=LARGEST_BANK_FILE))

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        if _NEVER_IN_A_FILE.search(text):
            raise ValidationError("Not the text of a file.")
        return text


class IngestBankStatement(Shape):
    """A bank file as text."""

    file_format = OneOf("coda", "camt053", required=True)
    content = BankFile()


class StatementTaken(Shape):
    """A statement was taken in: what became of its movements.

    `repeated`: it had been taken in before; `known`: so many movements are booked already, told by another file.
    """

    statement_id = fields.String(required=True)
    identity = fields.String(required=True)
    closing = MoneyField(required=True, signed=True)
    movements = Count(required=True)
    applied = Count(required=True)
    passed_on = Count(required=True)
    unmatched = Count(required=True)
    known = Count(required=True)
    repeated = Flag(required=True)


class StatementsTaken(Shape):
    """What became of every statement of a bank file."""

    statements = fields.List(fields.Nested(StatementTaken), required=True)


class StatementPreview(Shape):
    """A statement of a bank file, before it is taken in; `repeated`: it was taken in before."""

    account = fields.String(required=True)
    identity = fields.String(required=True)
    closing_on = Day(required=True)
    opening = MoneyField(required=True, signed=True)
    closing = MoneyField(required=True, signed=True)
    money_in = MoneyField(required=True)
    money_out = MoneyField(required=True, signed=True)
    movements = Count(required=True)
    repeated = Flag(required=True)


class ListBankGaps(Shape):
    """Asks for all of them."""


class BankGap(Shape):
    """Two statements of an account that do not follow one another: one is missing between them, or one is doubled."""

    account = fields.String(required=True)
    after_on = Day(required=True)
    closing = MoneyField(required=True, signed=True)
    before_on = Day(required=True)
    opening = MoneyField(required=True, signed=True)
