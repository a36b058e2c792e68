"""What is asked and answered about what falls due."""

from marshmallow import fields

from services.payroll.books.rules import OwedFor
from shared.fields import LATEST, Day, Flag, MoneyField, OneOf, Shape, Text
from shared.ledger import MAIN_ENTITY


class ListObligations(Shape):
    """What a legal entity owes by a day."""

    until = Day(load_default=LATEST)
    entity = Text(longest=40, load_default=MAIN_ENTITY)


class ObligationDetail(Shape):
    """What is owed for something on a day (negative: claimed back), by how many wages, parts or dues.

    `declared` tells that a return states it, or that the bank is asked for it; else it is what was booked so far.
    `budgets` are whole employment budgets of completed work whose wage is not worked out: contributions included.
    """

    owed_for = OneOf(*OwedFor, required=True)
    due_on = Day(required=True)
    amount = MoneyField(required=True, signed=True)
    count = fields.Integer(required=True)
    declared = Flag(required=True)
