"""What crosses the bus about workers' accounts and members."""

from marshmallow import fields

from services.payroll.workers.rules import HouseholdKind
from shared.fields import Count, Day, EventShape, Flag, Id, OneOf, Shape, Text


class ChangeAccount(Shape):
    """A worker's new account."""

    member_id = Id("mbr", required=True)
    iban = Text(required=True, longest=50)


class GetWorker(Shape):
    """Whose data."""

    member_id = Id("mbr", required=True)


class WorkerOnFile(Shape):
    """What payroll knows of somebody, for their own eyes: no number is shown whole. Nothing where not `registered`."""

    registered = Flag(required=True)
    name = fields.String(required=True)
    account_end = fields.String(required=True)
    household = OneOf(*HouseholdKind, required=True, allow_none=True)
    children = Count(required=True)
    disabled_children = Count(required=True)
    dependants_over_65 = Count(required=True)


class AccountChanged(Shape):
    """Whose account was changed."""

    member_id = Id("mbr", required=True)


class MemberAdmitted(EventShape):
    """Somebody is a member, and is written to in a language."""

    member_id = Id("mbr", required=True)
    admitted_on = Day(required=True)
    language = Text(required=True, longest=5)
