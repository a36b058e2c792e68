"""Shapes of members, share calls and payments, and of the events that bring them."""

from marshmallow import fields

from shared.fields import Count, Day, EventShape, Flag, Id, MoneyField, Shape, Text


class GetMember(Shape):
    """One member."""

    member_id = Id("mbr", required=True)


class BankMovementReceived(EventShape):
    """A line of the bank statement, with whichever reference it carries."""

    movement_id = Id("mov", required=True)
    booked_on = Day(required=True)
    amount = MoneyField(required=True, signed=True)
    structured_communication = Text(required=True, shortest=0, longest=35)
    end_to_end_id = Text(required=True, shortest=0, longest=35)


class BankMovementReturned(EventShape):
    """The bank took a movement back."""

    movement_id = Id("mov", required=True)
    refers_to = Id("mov", required=True)
    booked_on = Day(required=True)
    end_to_end_id = Text(required=True, shortest=0, longest=35)


class MovementClaimed(EventShape):
    """Money without a reference that the accountant recognised as a service's."""

    movement_id = Id("mov", required=True)
    claimed_for = Text(required=True, longest=30)
    booked_on = Day(required=True)
    amount = MoneyField(required=True, positive=True)


class CallShares(Shape):
    """More shares, because the member wants them."""

    member_id = Id("mbr", required=True)
    shares = Count(required=True, least=1)


class CallDetail(Shape):
    """A share call and how far it came."""

    call_id = Id("shc", required=True)
    member_id = Id("mbr", required=True)
    reason = Text(required=True)
    year = Count(required=True)
    shares = Count(required=True)
    amount = MoneyField(required=True)
    open = MoneyField(required=True)
    state = Text(required=True)
    structured_communication = Text(required=True)
    called_on = Day(required=True)
    due_on = Day(required=True)


class OneCall(Shape):
    """One call."""

    call_id = Id("shc", required=True)


class WithdrawCall(Shape):
    """A call to be withdrawn."""

    call_id = Id("shc", required=True)
    reason = Text(required=True, longest=200)


class RecordPayment(Shape):
    """A payment for shares, where no invoicing service reads the bank file. movement: the bank's own reference."""

    movement = Text(required=True, longest=60)
    amount = MoneyField(required=True, positive=True)
    booked_on = Day(required=True)
    structured_communication = Text(required=True, shortest=0, longest=35)


class ReversePayment(Shape):
    """The bank took a payment back. refers_to: the movement under which it was recorded."""

    movement = Text(required=True, longest=60)
    refers_to = Text(required=True, longest=60)
    booked_on = Day(required=True)


class PaymentUse(Shape):
    """What a part of a payment was used for."""

    use = Text(required=True)
    amount = MoneyField(required=True, signed=True)
    call_id = Text(required=True)


class PaymentUsed(Shape):
    """A payment and what it was used for."""

    payment_id = Id("pay", required=True)
    uses = fields.List(fields.Nested(PaymentUse), required=True)


class PaymentPart(PaymentUse):
    """A part of a payment and what it was used for; negative when it was taken back."""

    payment_id = Id("pay", required=True)
    booked_on = Day(required=True)


class PlacePayment(Shape):
    """An unplaced payment and the call that it was for."""

    payment_id = Id("pay", required=True)
    call_id = Id("shc", required=True)


class PaymentPartOf(Shape):
    """A part of a payment and the call that it was for."""

    call_id = Id("shc", required=True)
    amount = MoneyField(required=True, positive=True)


class CorrectPayment(Shape):
    """What a payment was for: parts of calls, of one member or several; without parts it waits for the desk again."""

    payment_id = Id("pay", required=True)
    parts = fields.List(fields.Nested(PaymentPartOf), load_default=list)
    reason = Text(required=True, longest=300)
    evidence = Text(required=True, longest=300)
    happened_on = Day(load_default=None, allow_none=True)
    known_on = Day(load_default=None, allow_none=True)


class SendPaymentBack(Shape):
    """Money that is for no share, and the account of its payer."""

    payment_id = Id("pay", required=True)
    name = Text(required=True, longest=70)
    iban = Text(required=True, longest=34)
    reason = Text(required=True, longest=300)


class PaymentOnItsWayBack(Shape):
    """Money that goes back to its payer with the next payments."""

    payment_id = Id("pay", required=True)
    claim_id = Id("clm", required=True)
    amount = MoneyField(required=True)


class ListUnplacedPayments(Shape):
    """How many at most."""

    limit = Count(load_default=50, least=1, limit=500)


class UnplacedPayment(Shape):
    """A payment that names no call of ours."""

    payment_id = Id("pay", required=True)
    movement = Text(required=True)
    amount = MoneyField(required=True)
    booked_on = Day(required=True)
    communication = Text(required=True)


class MemberDetail(Shape):
    """A member as the others may know them: no personal data."""

    member_id = Id("mbr", required=True)
    state = Text(required=True)
    language = Text(required=True)
    founder = Flag(required=True)
    accepted_on = Day(required=True)
    admitted_on = Day(required=True, allow_none=True)
    left_on = Day(required=True, allow_none=True)
    left_reason = Text(required=True)
    shares = Count(required=True)
    voting = Flag(required=True)
    suspended_shares = Count(required=True)
    standing_reason = Text(required=True)
    open_calls = Count(required=True)
    overdue_calls = Count(required=True)
    calls = fields.List(fields.Nested(CallDetail), required=True)
