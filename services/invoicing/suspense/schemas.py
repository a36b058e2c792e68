"""What is asked and answered about movements in suspense."""

from marshmallow import fields

from services.invoicing.grants.rules import GrantKind
from services.invoicing.suspense.rules import OwnAccount
from shared.fields import Count, Day, Id, MoneyField, OneOf, Rate, Shape, Text

PAGE = 100


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


class BookGrant(Shape):
    """Which activity a movement in suspense is given to, and why: nobody gets anything for it."""

    movement_id = Id("mov", required=True)
    activity_id = Id("act", required=True)
    kind = OneOf(*GrantKind, required=True)


class GrantBooked(Shape):
    """Money that entered an activity without an order: amount = fee + what is left to the activity."""

    grant_id = fields.String(required=True)
    movement_id = fields.String(required=True)
    activity_id = fields.String(required=True)
    kind = fields.String(required=True)
    amount = MoneyField(required=True)
    fee = MoneyField(required=True)
    fee_rate = Rate(required=True)
    left = MoneyField(required=True)
    received_on = Day(required=True)
    returned_on = Day(required=True, allow_none=True)


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


class UndoPlacement(Shape):
    """Which money was placed wrongly, and why somebody says so."""

    movement_id = Id("mov", required=True)
    because = Text(required=True, longest=200)


class ListPlacements(Shape):
    """Placements before the last one of the page before; without, the newest."""

    before = Day(load_default=None)
    before_id = Text(load_default="", shortest=0, longest=60)
    limit = Count(least=1, limit=PAGE, load_default=PAGE)


class Placement(Shape):
    """Money that came in and where it stands: on an invoice (its number), with a client, as a grant, as our own."""

    movement_id = fields.String(required=True)
    placing_id = fields.String(required=True)
    placed_as = fields.String(required=True)
    placed_on = fields.String(required=True)
    matched_by = fields.String(required=True)
    booked_on = Day(required=True)
    amount = MoneyField(required=True, signed=True)
    counterparty_name = fields.String(required=True)
    communication = fields.String(required=True)
