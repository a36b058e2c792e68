"""What crosses the bus about students."""

from marshmallow import fields

from shared.fields import Count, Day, Hex, Id, Shape


class StateStudies(Shape):
    """When a worker studies in a year, and the hours of their quota that other employers use.

    Both stand on the student's own statement for the year (student@work): `certificate` is its digest.
    """

    member_id = Id("mbr", required=True)
    year = Count(required=True, least=2000, limit=2200)
    from_on = Day(required=True)
    until_on = Day(required=True)
    hours_elsewhere = Count(required=True, limit=9_000)
    certificate = Hex(32, required=True)


class GetStudentQuota(Shape):
    """A worker and a year."""

    member_id = Id("mbr", required=True)
    year = Count(required=True, least=2000, limit=2200)


class ReservingOrder(Shape):
    """An order and the hours that it reserves."""

    order_id = Id("ord", required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    planned_hours = Count(required=True)


class StudentQuota(Shape):
    """The hours of a year under the solidarity contribution: how many, used here and elsewhere, left."""

    member_id = Id("mbr", required=True)
    year = Count(required=True)
    from_on = Day(required=True, allow_none=True)
    until_on = Day(required=True, allow_none=True)
    hours = Count(required=True)
    hours_elsewhere = Count(required=True)
    used = Count(required=True)
    left = Count(required=True)
    orders = fields.List(fields.Nested(ReservingOrder), required=True)
