"""What payroll relies upon in the events of others; whatever else they carry is their business."""

from marshmallow import fields

from shared.fields import Count, Day, EventShape, Id, MoneyField, Rate, Text


class MemberAdmitted(EventShape):
    """Somebody is a member, and is written to in a language."""

    member_id = Id("mbr", required=True)
    admitted_on = Day(required=True)
    language = Text(required=True, longest=5)


class SignedPart(EventShape):
    """A part of a signed order."""

    part = Count(required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)


class OrderSigned(EventShape):
    """A client signed, or signed again for other work: it is declared before it begins."""

    order_id = Id("ord", required=True)
    activity_id = Id("act", required=True)
    member_id = Id("mbr", required=True)
    client_id = Id("cli", required=True)
    client_country = Text(required=True, longest=2)
    signed_on = Day(required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    amount = MoneyField(required=True)
    contract = Text(required=True, longest=40)
    parts = fields.List(fields.Nested(SignedPart), required=True)


class OrderCancelled(EventShape):
    """The work will not take place."""

    order_id = Id("ord", required=True)


class HeardDay(EventShape):
    """A day worked."""

    on = Day(required=True)
    hours = Rate(required=True)


class WorkCompleted(EventShape):
    """A part was completed: its wage falls due."""

    order_id = Id("ord", required=True)
    part = Count(required=True)
    completed_on = Day(required=True)
    registered_on = Day(required=True)
    days = fields.List(fields.Nested(HeardDay), required=True)


class EmploymentBudgetAllocated(EventShape):
    """Budget for the employment of a part, and the invoice that is to bring the money."""

    order_id = Id("ord", required=True)
    part = Count(required=True)
    allocation_id = Id("alc", required=True)
    client_id = Id("cli", required=True)
    amount = MoneyField(required=True, positive=True)
    invoice_id = Id("inv", required=True)
    invoice_total = MoneyField(required=True, positive=True)
    due_on = Day(required=True)


class PaymentNoted(EventShape):
    """What the client has paid of an invoice so far, after a payment or after one was taken back."""

    invoice_id = Id("inv", required=True)
    paid_so_far = MoneyField(required=True)


class InvoiceCredited(EventShape):
    """A part of an invoice was given back, VAT included."""

    invoice_id = Id("inv", required=True)
    amount = MoneyField(required=True, positive=True)


class InvoiceWrittenOff(EventShape):
    """The client will not pay what was open."""

    invoice_id = Id("inv", required=True)
    open = MoneyField(required=True, positive=True)


class WrittenOffRecovered(EventShape):
    """Of what the client was let off, money came in after all (positive), or was taken back (negative)."""

    invoice_id = Id("inv", required=True)
    amount = MoneyField(required=True, signed=True)


class BankMovement(EventShape):
    """A movement on the cooperative's account."""

    movement_id = Id("mov", required=True)
    booked_on = Day(required=True)
    amount = MoneyField(required=True, signed=True)
    end_to_end_id = Text(required=True, shortest=0, longest=35)
