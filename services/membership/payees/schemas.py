"""Shapes of members' accounts."""

from shared.fields import Count, Day, Flag, Id, Shape, Text
from shared.latin import Latin


class RecordPayee(Shape):
    """Where money for a member goes."""

    member_id = Id("mbr", required=True)
    name = Latin(required=True, longest=70)
    iban = Text(required=True, longest=40)


class NamedPayee(Shape):
    """The account that was noted, by its last figures, and whether money goes there already."""

    member_id = Id("mbr", required=True)
    ends_with = Text(required=True)
    confirmed = Flag(required=True)


class ConfirmPayee(Shape):
    """The code that came to an address known before, for the newest account of a member."""

    member_id = Id("mbr", required=True)
    code = Text(required=True, longest=40)


class OnePayee(Shape):
    """An account of a member that waits, as the list of those names it."""

    member_id = Id("mbr", required=True)
    payee_id = Id("pye", required=True)


class PayeeStep(Shape):
    """Whether money goes to the newest account, and how many attempts are left to say its code."""

    member_id = Id("mbr", required=True)
    confirmed = Flag(required=True)
    tries_left = Count(required=True, least=0)


class ListWaitingPayees(Shape):
    """Accounts of one member, or of all."""

    member_id = Text(load_default="", shortest=0, longest=40)
    limit = Count(load_default=100, least=1, limit=500)


class WaitingPayee(Shape):
    """An account to which no money goes yet: why, since when, who named it, how many claims wait for it."""

    payee_id = Id("pye", required=True)
    member_id = Id("mbr", required=True)
    number = Count(required=True, least=1)
    ends_with = Text(required=True)
    recorded_on = Day(required=True)
    recorded_by = Text(required=True)
    waits_for = Text(required=True)
    claims = Count(required=True, least=0)
