"""What invoicing says (every field required) and hears (only what it relies upon)."""

from marshmallow import Schema, fields

from services.invoicing.schemas.requests import CANCELLED_BECAUSE, CREDITED_BECAUSE, WRITTEN_OFF_BECAUSE
from shared.fields import Count, Day, EventShape, Flag, Id, MoneyField, OneOf, Rate, Shape, Text


class _OfOrder(Shape):
    order_id = Id("ord", required=True)


class _OfInvoice(_OfOrder):
    invoice_id = Id("inv", required=True)
    member_id = Id("mbr", required=True)


class OrderedPartSaid(Shape):
    """One part of an order form."""

    part = Count(required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    days = Count(required=True)
    hours = Rate(required=True)
    amount = MoneyField(required=True)


class OrderSignedSaid(_OfOrder):
    """The client has signed (or signed again, in `order_amended`)."""

    activity_id = Id("act", required=True)
    member_id = Id("mbr", required=True)
    client_id = Id("cli", required=True)
    client_country = fields.String(required=True)
    signed_on = Day(required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    amount = MoneyField(required=True)
    contract = OneOf("white_collar", required=True)
    parts = fields.List(fields.Nested(OrderedPartSaid), required=True)


class OrderCancelledSaid(_OfOrder):
    """A signed order was given up."""

    member_id = Id("mbr", required=True)
    activity_id = Id("act", required=True)
    reason = OneOf(*CANCELLED_BECAUSE, required=True)
    cancelled_on = Day(required=True)


class WorkDaySaid(Shape):
    """One day of work."""

    on = Day(required=True)
    hours = Rate(required=True)


class WorkCompletedSaid(_OfOrder):
    """A part is done."""

    part = Count(required=True)
    member_id = Id("mbr", required=True)
    activity_id = Id("act", required=True)
    completed_on = Day(required=True)
    registered_on = Day(required=True)
    days = fields.List(fields.Nested(WorkDaySaid), required=True)
    last = Flag(required=True)


class EmploymentBudgetAllocatedSaid(_OfInvoice):
    """Payroll may spend this."""

    part = Count(required=True)
    allocation_id = Id("alc", required=True)
    activity_id = Id("act", required=True)
    client_id = Id("cli", required=True)
    client_country = fields.String(required=True)
    amount = MoneyField(required=True)
    invoice_total = MoneyField(required=True)
    due_on = Day(required=True)
    completed_on = Day(required=True)


class FeeBookedSaid(_OfOrder):
    """The share of the cooperative."""

    part = Count(required=True)
    activity_id = Id("act", required=True)
    member_id = Id("mbr", required=True)
    base = MoneyField(required=True)
    rate = Rate(required=True)
    fee = MoneyField(required=True)


class InvoiceIssuedSaid(_OfInvoice):
    """An invoice bears a number."""

    part = Count(required=True)
    number = fields.String(required=True)
    client_id = Id("cli", required=True)
    issued_on = Day(required=True)
    due_on = Day(required=True)
    net = MoneyField(required=True)
    vat = MoneyField(required=True)
    total = MoneyField(required=True)


class PaymentAppliedSaid(_OfInvoice):
    """The client paid, wholly or in part."""

    payment_id = Id("pay", required=True)
    amount = MoneyField(required=True)
    paid_so_far = MoneyField(required=True)
    invoice_total = MoneyField(required=True)
    paid_on = Day(required=True)


class PaymentReversedSaid(_OfInvoice):
    """The bank took a payment back."""

    payment_id = Id("pay", required=True)
    amount = MoneyField(required=True)
    paid_so_far = MoneyField(required=True)
    invoice_total = MoneyField(required=True)
    reversed_on = Day(required=True)


class InvoicePaidSaid(_OfInvoice):
    """Nothing is open any more."""

    paid_on = Day(required=True)


class InvoiceOverdueSaid(_OfInvoice):
    """Open after its due day."""

    client_id = Id("cli", required=True)
    due_on = Day(required=True)
    open = MoneyField(required=True)


class InvoiceCreditedSaid(_OfInvoice):
    """A credit note took back a part; `amount` is with VAT."""

    credit_note_id = Id("crn", required=True)
    amount = MoneyField(required=True)
    reason = OneOf(*CREDITED_BECAUSE, required=True)
    credited_on = Day(required=True)


class InvoiceWrittenOffSaid(_OfInvoice):
    """The client will not pay what is open."""

    client_id = Id("cli", required=True)
    open = MoneyField(required=True)
    reason = OneOf(*WRITTEN_OFF_BECAUSE, required=True)
    written_off_on = Day(required=True)


class WrittenOffRecoveredSaid(_OfInvoice):
    """Money came in after all (positive), or the bank took it back (negative)."""

    client_id = Id("cli", required=True)
    amount = MoneyField(required=True, signed=True)
    recovered_on = Day(required=True)


class BankMovementReceivedSaid(Shape):
    """Money moved on the cooperative's account; who paid is not told."""

    movement_id = Id("mov", required=True)
    statement_id = Id("stm", required=True)
    booked_on = Day(required=True)
    amount = MoneyField(required=True, signed=True)
    structured_communication = fields.String(required=True)
    end_to_end_id = fields.String(required=True)


class BankMovementReturnedSaid(Shape):
    """The bank took back, or gave back, what an earlier movement had moved."""

    movement_id = Id("mov", required=True)
    refers_to = Id("mov", required=True)
    booked_on = Day(required=True)
    amount = MoneyField(required=True, signed=True)
    end_to_end_id = fields.String(required=True)


PUBLISHED: dict[str, type[Schema]] = {
    "order_signed": OrderSignedSaid,
    "order_amended": OrderSignedSaid,
    "order_cancelled": OrderCancelledSaid,
    "work_completed": WorkCompletedSaid,
    "employment_budget_allocated": EmploymentBudgetAllocatedSaid,
    "fee_booked": FeeBookedSaid,
    "invoice_issued": InvoiceIssuedSaid,
    "payment_applied": PaymentAppliedSaid,
    "payment_reversed": PaymentReversedSaid,
    "invoice_paid": InvoicePaidSaid,
    "invoice_overdue": InvoiceOverdueSaid,
    "invoice_credited": InvoiceCreditedSaid,
    "invoice_written_off": InvoiceWrittenOffSaid,
    "written_off_recovered": WrittenOffRecoveredSaid,
    "bank_movement_received": BankMovementReceivedSaid,
    "bank_movement_returned": BankMovementReturnedSaid,
}


class MemberAdmitted(EventShape):
    """membership: somebody may work through the cooperative."""

    member_id = Id("mbr", required=True)
    admitted_on = Day(required=True)


class MemberLeft(EventShape):
    """membership: somebody may not any more."""

    member_id = Id("mbr", required=True)
    left_on = Day(required=True)


class WorkDeclared(EventShape):
    """payroll: the authority accepted the declaration."""

    order_id = Id("ord", required=True)
    declaration_id = Id("dec", required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    declared_on = Day(required=True)


class WorkDeclarationRefused(EventShape):
    """payroll: the authority refused the declaration."""

    order_id = Id("ord", required=True)
    declaration_id = Id("dec", required=True)
    reason = Text(required=True)


class CoverClosed(EventShape):
    """payroll: the work is not insured any more."""

    order_id = Id("ord", required=True)
    cover_id = Id("cov", required=True)


class CoverOpened(EventShape):
    """payroll: the work is insured; known from the day of the event."""

    order_id = Id("ord", required=True)
    cover_id = Id("cov", required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)
