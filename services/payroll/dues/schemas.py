"""What is asked and answered about what is owed to authorities."""

from marshmallow import fields

from services.payroll.dues.rules import Because, DueState, DueWaitsFor
from services.payroll.wages.rules.pay import Creditor
from shared.fields import LATEST, Count, Day, EventShape, Flag, Id, MoneyField, OneOf, Shape, Text
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
    """What is owed for a return (negative: claimed back), by when, since when and why, and whose step leads on.

    `open` is what nothing has settled yet. `under_way` tells of a payment at the bank: on a due that is paid, it is one
    too many, which the clerk has the bank stop. `refers_to` is the due beyond which an authority was paid.
    """

    due_id = Id("due", required=True)
    creditor = OneOf(*Creditor, required=True)
    return_id = fields.String(required=True)
    entity = fields.String(required=True)
    amount = MoneyField(required=True, signed=True)
    open = MoneyField(required=True, signed=True)
    because = OneOf(*Because, required=True)
    since = Day(required=True)
    refers_to = fields.String(required=True, allow_none=True)
    under_way = Flag(required=True)
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


class OffsetClaim(Shape):
    """Which claim settles which debt to the same authority."""

    claim_id = Id("due", required=True)
    due_id = Id("due", required=True)


class ListIncomingPayments(Shape):
    """How many at most."""

    limit = Count(least=1, limit=PAGE, load_default=PAGE)


class IncomingPaymentDetail(Shape):
    """Money that came in for payroll, and what of it settles nothing yet."""

    movement_id = Id("mov", required=True)
    amount = MoneyField(required=True)
    unassigned = MoneyField(required=True)
    booked_on = Day(required=True)


class AssignIncomingPayment(Shape):
    """Which money settles which due: all that is left of it, or so much."""

    movement_id = Id("mov", required=True)
    due_id = Id("due", required=True)
    amount = MoneyField(positive=True, load_default=None, allow_none=True)


class MovementClaimed(EventShape):
    """Money without a reference that somebody recognised as a service's."""

    movement_id = Id("mov", required=True)
    claimed_for = Text(required=True, longest=30)
    booked_on = Day(required=True)
    amount = MoneyField(required=True, positive=True)
