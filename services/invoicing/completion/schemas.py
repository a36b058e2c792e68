"""What is asked and answered when work is completed."""

from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from services.invoicing.events import WorkDay
from shared.fields import Count, Day, Flag, Id, MoneyField, Rate, Shape

MOST_DAYS = 366


def _in_hundredths(hours: Decimal) -> None:
    """What is written down is what was told, to the hundredth."""
    if hours != hours.quantize(Decimal("0.01")):
        raise ValidationError("At most two decimals.")


class DayOfWork(Shape):
    """A day worked."""

    on = Day(required=True)
    hours = Rate(required=True, validate=_in_hundredths)

    @post_load
    def value(self, data: dict[str, Any], **_: Any) -> WorkDay:
        """The day."""
        return WorkDay(**data)


class CompleteWork(Shape):
    """A part is done: which days were worked, and when it was finished."""

    order_id = Id("ord", required=True)
    part = Count(required=True, least=1)
    completed_on = Day(required=True)
    days = fields.List(fields.Nested(DayOfWork), required=True, validate=validate.Length(min=1, max=MOST_DAYS))


class WorkIsCompleted(Shape):
    """A part was completed: its invoice, whether it was told after its wage fell due, and whether it was undeclared."""

    order_id = fields.String(required=True, attribute="order.order_id")
    part = Count(required=True, attribute="issued.part")
    state = fields.String(required=True, attribute="order.state")
    invoice_id = fields.String(required=True, attribute="issued.invoice_id")
    number = fields.String(required=True, attribute="issued.invoice.number")
    net = MoneyField(required=True, attribute="issued.invoice.net")
    vat = MoneyField(required=True, attribute="issued.invoice.vat")
    total = MoneyField(required=True, attribute="issued.invoice.total")
    due_on = Day(required=True, allow_none=True, attribute="issued.invoice.due_on")
    structured_communication = fields.String(required=True, attribute="issued.invoice.structured_communication")
    allocation_id = fields.String(required=True)
    late = Flag(required=True)
    undeclared = Flag(required=True)
