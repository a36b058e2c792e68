"""What is asked and answered about what is owed to authorities."""

from marshmallow import fields

from services.payroll.dues.rules import DueState, DueWaitsFor
from services.payroll.wages.rules.pay import Creditor
from shared.fields import LATEST, Count, Day, Flag, Id, MoneyField, OneOf, Shape, Text
from shared.ledger import MAIN_ENTITY

PAGE = 100


class ListDues(Shape):
    """A page of what is owed by a day, the earliest due day first; by default only what is open."""

    entity = Text(longest=40, load_default=MAIN_ENTITY)
    until = Day(load_default=LATEST)
    paid = Flag(load_default=False)
    after = Text(longest=40, shortest=0, load_default="")
    limit = Count(least=1, limit=PAGE, load_default=PAGE)


class DueDetail(Shape):
    """What is owed for a return (negative: claimed back), by when, and whose step leads on."""

    due_id = Id("due", required=True)
    creditor = OneOf(*Creditor, required=True)
    return_id = fields.String(required=True)
    entity = fields.String(required=True)
    amount = MoneyField(required=True, signed=True)
    due_on = Day(required=True)
    reference = fields.String(required=True)
    state = OneOf(*DueState, required=True)
    waits_for = OneOf(*DueWaitsFor, required=True)
    execute_on = Day(required=True, allow_none=True)
    paid_on = Day(required=True, allow_none=True)


class ProposeDue(Shape):
    """Pay what is owed under the reference that the authority gave."""

    due_id = Id("due", required=True)
    reference = Text(longest=35, required=True)


class DueRequest(Shape):
    """Which due."""

    due_id = Id("due", required=True)
