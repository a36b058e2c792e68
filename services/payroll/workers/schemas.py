"""What crosses the bus about workers' accounts and members."""

from shared.fields import Day, EventShape, Id, Shape, Text


class ChangeAccount(Shape):
    """A worker's new account."""

    member_id = Id("mbr", required=True)
    iban = Text(required=True, longest=50)


class AccountChanged(Shape):
    """Whose account was changed."""

    member_id = Id("mbr", required=True)


class MemberAdmitted(EventShape):
    """Somebody is a member, and is written to in a language."""

    member_id = Id("mbr", required=True)
    admitted_on = Day(required=True)
    language = Text(required=True, longest=5)
