"""What membership says, and what it relies upon in what others say."""

from collections.abc import Mapping

from marshmallow import Schema

from shared.fields import Count, Day, EventShape, Flag, Id, MoneyField, OneOf, Shape, Text


class MemberAdmitted(Shape):
    """Somebody is a member from this day on."""

    member_id = Id("mbr", required=True)
    admitted_on = Day(required=True)
    language = Text(required=True, longest=5)


class ShareCalled(Shape):
    """Shares were called."""

    member_id = Id("mbr", required=True)
    call_id = Id("shc", required=True)
    shares = Count(required=True, least=1)
    amount = MoneyField(required=True, positive=True)
    structured_communication = Text(required=True, longest=12, shortest=12)
    reason = OneOf("first", "yearly", "voluntary", required=True)
    year = Count(required=True)
    called_on = Day(required=True)
    due_on = Day(required=True)


class ShareCallWithdrawn(Shape):
    """A call does not stand any more."""

    member_id = Id("mbr", required=True)
    call_id = Id("shc", required=True)
    reason = OneOf("activity_cancelled", "member_left", "withdrawn_by_desk", required=True)
    withdrawn_on = Day(required=True)


class SharePaid(Shape):
    """A call was paid whole; holding = the member's shares after it."""

    member_id = Id("mbr", required=True)
    call_id = Id("shc", required=True)
    shares = Count(required=True, least=1)
    amount = MoneyField(required=True, positive=True)
    paid_on = Day(required=True)
    holding = Count(required=True)


class SharesRedeemed(Shape):
    """Shares ended; holding = the member's shares after it."""

    member_id = Id("mbr", required=True)
    shares = Count(required=True, least=1)
    amount = MoneyField(required=True)
    effective_on = Day(required=True)
    holding = Count(required=True)


class SharesTransferred(Shape):
    """Shares passed between two members; said of both, negative for the giver."""

    member_id = Id("mbr", required=True)
    transfer_id = Id("trf", required=True)
    shares = Count(required=True, least=-(2**31))
    effective_on = Day(required=True)
    holding = Count(required=True)


class StandingChanged(Shape):
    """The right to vote changed."""

    member_id = Id("mbr", required=True)
    voting = Flag(required=True)
    suspended_shares = Count(required=True)
    reason = OneOf("in_order", "share_in_arrears", "no_share", required=True)
    effective_on = Day(required=True)


class MemberLeft(Shape):
    """No longer a member from this day on."""

    member_id = Id("mbr", required=True)
    left_on = Day(required=True)
    reason = OneOf("resignation", "death", "incapacity", "bankruptcy", "exclusion", "transfer", required=True)


class ErasureRequested(Shape):
    """A person asks for erasure."""

    member_id = Id("mbr", required=True)
    requested_on = Day(required=True)


PUBLISHED: Mapping[str, type[Schema]] = {
    "member_admitted": MemberAdmitted,
    "share_called": ShareCalled,
    "share_call_withdrawn": ShareCallWithdrawn,
    "share_paid": SharePaid,
    "shares_redeemed": SharesRedeemed,
    "shares_transferred": SharesTransferred,
    "standing_changed": StandingChanged,
    "member_left": MemberLeft,
    "erasure_requested": ErasureRequested,
}


class BankMovementReceived(EventShape):
    """A line of the bank statement, with whichever reference it carries."""

    movement_id = Id("mov", required=True)
    booked_on = Day(required=True)
    amount = MoneyField(required=True, signed=True)
    structured_communication = Text(required=True, shortest=0, longest=12)
    end_to_end_id = Text(required=True, shortest=0, longest=35)


class BankMovementReturned(EventShape):
    """The bank took a movement back."""

    movement_id = Id("mov", required=True)
    refers_to = Id("mov", required=True)
    booked_on = Day(required=True)
    end_to_end_id = Text(required=True, shortest=0, longest=35)


class OrderSigned(EventShape):
    """Business activity of a member."""

    order_id = Id("ord", required=True)
    member_id = Id("mbr", required=True)
    signed_on = Day(required=True)


class OrderCancelled(EventShape):
    """That activity does not take place."""

    order_id = Id("ord", required=True)
    cancelled_on = Day(required=True)


class InvoiceOverdue(EventShape):
    """A client did not pay in time."""

    invoice_id = Id("inv", required=True)
    member_id = Id("mbr", required=True)
    due_on = Day(required=True)


class InvoiceDone(EventShape):
    """An invoice was paid, or written off."""

    invoice_id = Id("inv", required=True)


class AdvanceOpened(EventShape):
    """A wage was paid before its client paid."""

    advance_id = Id("adv", required=True)
    member_id = Id("mbr", required=True)
    invoice_id = Id("inv", required=True)
    opened_on = Day(required=True)


class AdvanceRecovered(EventShape):
    """A part of an advance came back; open: what is still out."""

    advance_id = Id("adv", required=True)
    open = MoneyField(required=True)


class AdvanceLost(EventShape):
    """An advance will not come back."""

    advance_id = Id("adv", required=True)


class CoverOpened(EventShape):
    """Somebody is insured until a day."""

    cover_id = Id("cov", required=True)
    member_id = Id("mbr", required=True)
    ends_on = Day(required=True)


class CoverClosed(EventShape):
    """The insurance was closed."""

    cover_id = Id("cov", required=True)
