"""What crosses the bus about the contracts of orders."""

from marshmallow import fields

from services.payroll.order_contracts.rules import OrderContractState
from shared.fields import Count, Day, Hex, Id, Instant, OneOf, Shape, Text


class GetOrderContract(Shape):
    """The order whose contract is asked for."""

    order_id = Id("ord", required=True)


class SignOrderContract(GetOrderContract):
    """The contract that was read, by its place: a change of the order has the next one."""

    place = Count(required=True, least=1)


class SettleOrderContract(GetOrderContract):
    """What becomes of work whose contract was not signed in time."""

    because = Text(required=True, longest=500)


class ListOrderContracts(Shape):
    """A page of contracts, of one worker or of all."""

    member_id = Id("mbr", load_default="")
    after = Id("ord", load_default="")
    limit = Count(load_default=100, least=1, limit=500)


class OrderContractDetail(Shape):
    """The contract of an order that counts: where it stands, until when both sign, who signed."""

    order_id = Id("ord", required=True)
    member_id = Id("mbr", required=True)
    place = Count(required=True)
    number = fields.String(required=True)
    state = OneOf(*OrderContractState, required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    written_on = Day(required=True)
    signed_until = Day(required=True)
    digest = Hex(32, required=True)
    member_signed_at = Instant(required=True, allow_none=True)
    cooperative_signed_at = Instant(required=True, allow_none=True)
    settled = fields.String(required=True)


class OrderContractPaper(Shape):
    """A contract: the digest of what is signed, and the PDF in base 64."""

    order_id = Id("ord", required=True)
    place = Count(required=True)
    digest = Hex(32, required=True)
    pdf = fields.String(required=True)
