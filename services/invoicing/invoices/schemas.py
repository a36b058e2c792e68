"""What invoicing answers."""

from marshmallow import fields

from shared.fields import Count, Day, Flag, MoneyField, Rate, Shape


def _text(**kwargs: object) -> fields.String:
    return fields.String(required=True, **kwargs)  # type: ignore[arg-type]


def _money(**kwargs: bool) -> MoneyField:
    return MoneyField(required=True, **kwargs)


def _day() -> Day:
    return Day(required=True, allow_none=True)


def _count() -> Count:
    return Count(required=True)


class AddressView(Shape):
    """A seat."""

    street = _text()
    postcode = _text()
    city = _text()
    country = _text()


class ClientView(Shape):
    """A client."""

    client_id = _text()
    kind = _text()
    name = _text()
    country = _text()
    enterprise_number = _text()
    vat_number = _text()
    address = fields.Nested(AddressView, required=True)
    email = _text()
    language = _text()


class Imported(Shape):
    """How many were taken in."""

    count = _count()


class ActivityView(Shape):
    """An activity."""

    activity_id = _text()
    member_id = _text()
    name = _text()
    opened_on = _day()


class PartView(Shape):
    """A part of an order form."""

    part = _count()
    description = _text()
    starts_on = _day()
    ends_on = _day()
    days = _count()
    hours = Rate(required=True)
    amount = _money()
    completed_on = _day()


class WorkedView(Shape):
    """A day worked on a part."""

    part = _count()
    worked_on = _day()
    hours = Rate(required=True)


class Step(Shape):
    """Where an order form is after a step."""

    order_id = _text()
    state = _text()
    amount = _money()


class Cancelled(Shape):
    """An order form was given up."""

    order_id = _text()
    state = _text()


class EmploymentView(Shape):
    """What payroll said about the employment."""

    declared_on = _day()
    insured_on = _day()
    refused_because = _text(allow_none=True)


class OrderView(Step):
    """An order form whole."""

    activity_id = _text()
    member_id = _text()
    client_id = _text()
    title = _text()
    client_reference = _text()
    contract = _text()
    starts_on = _day()
    ends_on = _day()
    signed_on = _day()
    signed_by = _text(allow_none=True)
    signature_reference = _text(allow_none=True)
    parts = fields.List(fields.Nested(PartView), required=True)
    worked = fields.List(fields.Nested(WorkedView), required=True)
    employment = fields.Nested(EmploymentView, required=True)


class OrderBrief(Shape):
    """One line in a list of order forms."""

    order_id = _text()
    state = _text()
    title = _text()
    activity_id = _text()
    member_id = _text()
    client_id = _text()


class Completed(Shape):
    """A part was completed: its invoice, and whether this was said after its wage fell due."""

    order_id = _text()
    part = _count()
    state = _text()
    invoice_id = _text()
    number = _text()
    net = _money()
    vat = _money()
    total = _money()
    due_on = _day()
    structured_communication = _text()
    allocation_id = _text()
    late = Flag(required=True)


class ExplainedView(Shape):
    """One line of a calculation."""

    label = _text()
    base = _money()
    rate = Rate(required=True)
    amount = _money(signed=True)
    rule = _text()
    source = _text()


class Quote(Shape):
    """What would become of an amount without VAT."""

    net = _money()
    fee = _money()
    expenses = _money()
    budget = _money()
    lines = fields.List(fields.Nested(ExplainedView), required=True)


class TaxView(Shape):
    """The tax of one rate."""

    category = _text()
    rate = Rate(required=True)
    base = _money()
    vat = _money()


class PaymentView(Shape):
    """Money that came in for an invoice."""

    payment_id = _text()
    movement_id = _text()
    paid_on = _day()
    applied = _money()
    recovered = _money()
    credit = _money()
    reversed_on = _day()


class InvoiceBrief(Shape):
    """One line in a list of documents."""

    invoice_id = _text()
    kind = _text()
    number = _text()
    order_id = _text()
    part = _count()
    client_id = _text()
    member_id = _text()
    issued_on = _day()
    due_on = _day()
    net = _money()
    vat = _money()
    total = _money()
    open = _money()
    state = _text()


class InvoiceView(InvoiceBrief):
    """A document whole, with what is owed on it and what the official rules said of it."""

    refers_to = _text(allow_none=True)
    structured_communication = _text()
    paid = _money()
    credited = _money()
    written_off = _money()
    recovered = _money()
    taxes = fields.List(fields.Nested(TaxView), required=True)
    payments = fields.List(fields.Nested(PaymentView), required=True)
    digest = _text()
    has_paper = Flag(required=True)
    faults = fields.List(fields.String(), required=True)


class File(Shape):
    """A file: its name, its media type, its bytes in base64."""

    name = _text()
    media_type = _text()
    content_base64 = _text()


class CreditNoteView(Shape):
    """A credit note was issued."""

    credit_note_id = _text()
    number = _text()
    net = _money()
    vat = _money()
    total = _money()


class WrittenOff(Shape):
    """An invoice was given up."""

    invoice_id = _text()
    written_off = _money()


class Applied(Shape):
    """A movement was used for an invoice."""

    payment_id = _text()


class StatementTaken(Shape):
    """A statement was taken in: what became of its movements. `repeated`: it had been taken in before."""

    statement_id = _text()
    identity = _text()
    closing = _money(signed=True)
    movements = _count()
    applied = _count()
    passed_on = _count()
    unmatched = _count()
    repeated = Flag(required=True)


class StatementsTaken(Shape):
    """What became of every statement of a bank file."""

    statements = fields.List(fields.Nested(StatementTaken), required=True)


class MovementView(Shape):
    """A movement that waits for its owner."""

    movement_id = _text()
    booked_on = _day()
    amount = _money(signed=True)
    structured_communication = _text()
    end_to_end_id = _text()
    communication = _text()
    counterparty_iban = _text()
    counterparty_name = _text()


class Counted(Shape):
    """How many documents there are."""

    invoices = _count()
    credit_notes = _count()
    open = _count()
    overdue = _count()


class StatementLine(Shape):
    """One line of a booking that concerns the activity, debit positive."""

    on = _day()
    account = _text()
    text = _text()
    order_id = _text()
    amount = _money(signed=True)


class ActivityStatement(Shape):
    """Where every cent went.

    invoiced = turnover + vat = paid + open + written off; turnover = fee + budget + balance of the activity - what it
    owes. `entries` are the bookings behind the figures, debit positive.
    """

    activity_id = _text()
    order_id = _text()
    invoiced = _money(signed=True)
    vat = _money(signed=True)
    turnover = _money(signed=True)
    fee = _money(signed=True)
    budget = _money(signed=True)
    balance = _money(signed=True)
    owed = _money(signed=True)
    paid = _money(signed=True)
    written_off = _money(signed=True)
    open = _money(signed=True)
    entries = fields.List(fields.Nested(StatementLine), required=True)
