"""What is asked and answered about the bank."""

import re
from typing import Any

from marshmallow import ValidationError, fields, validate

from services.invoicing.bank.rules import OwnAccount
from shared.fields import Count, Day, Flag, Id, MoneyField, OneOf, Shape, Text

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


class ListUnmatched(Shape):
    """A page of movements whose owner nobody knows yet."""

    after = Id("mov", load_default="")
    limit = Count(least=1, limit=PAGE, load_default=PAGE)


class UnmatchedMovement(Shape):
    """A movement that waits for its owner."""

    movement_id = fields.String(required=True)
    booked_on = Day(required=True, allow_none=True)
    amount = MoneyField(required=True, signed=True)
    structured_communication = fields.String(required=True)
    end_to_end_id = fields.String(required=True)
    communication = fields.String(required=True)
    counterparty_iban = fields.String(required=True)
    counterparty_name = fields.String(required=True)
    reason = fields.String(required=True)
    noticed_on = Day(required=True)


class ListBankGaps(Shape):
    """Asks for all of them."""


class BankGap(Shape):
    """Two statements of an account that do not follow one another: one is missing between them, or one is doubled."""

    account = fields.String(required=True)
    after_on = Day(required=True)
    closing = MoneyField(required=True, signed=True)
    before_on = Day(required=True)
    opening = MoneyField(required=True, signed=True)


class MatchMovement(Shape):
    """Whose a movement in suspense is."""

    movement_id = Id("mov", required=True)
    invoice_id = Id("inv", required=True)


class MovementApplied(Shape):
    """A movement was used for an invoice."""

    payment_id = fields.String(required=True)


class BookOwnMovement(Shape):
    """A movement in suspense that is the house's own cost or income."""

    movement_id = Id("mov", required=True)
    account = OneOf(*OwnAccount, required=True)


class SettleRefund(Shape):
    """Which refund a movement in suspense carries out, by the id that its transfer bore."""

    movement_id = Id("mov", required=True)
    reference = Text(required=True, longest=35)


class ReturnMovement(Shape):
    """Which earlier movement one in suspense takes back or gives back."""

    movement_id = Id("mov", required=True)
    returns = Id("mov", required=True)


class CreditMovement(Shape):
    """Whose a movement in suspense is, though of no invoice."""

    movement_id = Id("mov", required=True)
    client_id = Id("cli", required=True)


class ClaimMovement(Shape):
    """A movement in suspense and the service whose money it is."""

    movement_id = Id("mov", required=True)
    service = Text(required=True, longest=30)
