"""Shapes of a member's account."""

from shared.fields import Day, Id, MoneyField, Shape, Text


class GetMemberAccount(Shape):
    """One member."""

    member_id = Id("mbr", required=True)


class LedgerLine(Shape):
    """A line of the member's account with the cooperative; amount: debit positive."""

    journal = Text(required=True)
    document = Text(required=True)
    text = Text(required=True)
    event_on = Day(required=True)
    account = Text(required=True)
    amount = MoneyField(required=True, signed=True)
