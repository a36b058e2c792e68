"""What invoicing says. Ids and figures only: no name, no account number, no address ever leaves in an event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from shared.money import Money


@dataclass(frozen=True, kw_only=True)
class OrderedPart:
    """One part of an order form, inside `order_signed` and `order_amended`."""

    part: int
    starts_on: date
    ends_on: date
    days: int
    hours: Decimal
    amount: Money


@dataclass(frozen=True, kw_only=True)
class _OrderForm:
    AGGREGATE: ClassVar[str] = "order_id"
    order_id: str
    activity_id: str
    member_id: str
    client_id: str
    client_country: str
    signed_on: date
    starts_on: date
    ends_on: date
    amount: Money
    contract: str
    parts: Sequence[OrderedPart]


@dataclass(frozen=True, kw_only=True)
class OrderSigned(_OrderForm):
    """The client has signed; employment may be declared."""


@dataclass(frozen=True, kw_only=True)
class OrderAmended(_OrderForm):
    """The client has signed other parts in the place of those before."""


@dataclass(frozen=True, kw_only=True)
class OrderCancelled:
    """A signed order was given up before any work was completed."""

    AGGREGATE: ClassVar[str] = "order_id"
    order_id: str
    member_id: str
    activity_id: str
    reason: str
    cancelled_on: date


@dataclass(frozen=True, kw_only=True)
class WorkDay:
    """One day of work and its hours."""

    on: date
    hours: Decimal


@dataclass(frozen=True, kw_only=True)
class WorkCompleted:
    """A part of an order is done; `last` when no part is left."""

    AGGREGATE: ClassVar[str] = "order_id"
    order_id: str
    part: int
    member_id: str
    activity_id: str
    completed_on: date
    registered_on: date
    days: Sequence[WorkDay]
    last: bool


@dataclass(frozen=True, kw_only=True)
class InvoiceIssued:
    """An invoice bears a number; from here on only credit notes change it."""

    AGGREGATE: ClassVar[str] = "order_id"
    order_id: str
    part: int
    invoice_id: str
    number: str
    member_id: str
    client_id: str
    issued_on: date
    due_on: date
    net: Money
    vat: Money
    total: Money


@dataclass(frozen=True, kw_only=True)
class FeeBooked:
    """The cooperative's share of a turnover was booked."""

    AGGREGATE: ClassVar[str] = "order_id"
    order_id: str
    part: int
    activity_id: str
    member_id: str
    base: Money
    rate: Decimal
    fee: Money


@dataclass(frozen=True, kw_only=True)
class EmploymentBudgetAllocated:
    """What is left of a turnover went to employment: payroll may spend it."""

    AGGREGATE: ClassVar[str] = "order_id"
    order_id: str
    part: int
    allocation_id: str
    member_id: str
    activity_id: str
    client_id: str
    client_country: str
    amount: Money
    invoice_id: str
    invoice_total: Money
    due_on: date
    completed_on: date


@dataclass(frozen=True, kw_only=True)
class PaymentApplied:
    """The client paid an invoice, wholly or in part."""

    AGGREGATE: ClassVar[str] = "order_id"
    order_id: str
    invoice_id: str
    member_id: str
    payment_id: str
    amount: Money
    paid_so_far: Money
    invoice_total: Money
    paid_on: date


@dataclass(frozen=True, kw_only=True)
class PaymentReversed:
    """The bank took a payment back; `paid_so_far` is what remains."""

    AGGREGATE: ClassVar[str] = "order_id"
    order_id: str
    invoice_id: str
    member_id: str
    payment_id: str
    amount: Money
    paid_so_far: Money
    invoice_total: Money
    reversed_on: date


@dataclass(frozen=True, kw_only=True)
class InvoicePaid:
    """Nothing is open on the invoice any more, and the last of it was paid."""

    AGGREGATE: ClassVar[str] = "order_id"
    order_id: str
    invoice_id: str
    member_id: str
    paid_on: date


@dataclass(frozen=True, kw_only=True)
class InvoiceOverdue:
    """An invoice is open after its due day."""

    AGGREGATE: ClassVar[str] = "order_id"
    order_id: str
    invoice_id: str
    member_id: str
    client_id: str
    due_on: date
    open: Money


@dataclass(frozen=True, kw_only=True)
class InvoiceCredited:
    """A credit note took back a part of an invoice; `amount` is with VAT."""

    AGGREGATE: ClassVar[str] = "order_id"
    order_id: str
    invoice_id: str
    credit_note_id: str
    member_id: str
    amount: Money
    reason: str
    credited_on: date


@dataclass(frozen=True, kw_only=True)
class InvoiceWrittenOff:
    """The client will not pay what is open; the fund bears it, never the member."""

    AGGREGATE: ClassVar[str] = "order_id"
    order_id: str
    invoice_id: str
    member_id: str
    client_id: str
    open: Money
    reason: str
    written_off_on: date


@dataclass(frozen=True, kw_only=True)
class WrittenOffRecovered:
    """Money came in for an invoice that was written off (positive), or was taken back by the bank (negative)."""

    AGGREGATE: ClassVar[str] = "order_id"
    order_id: str
    invoice_id: str
    member_id: str
    client_id: str
    amount: Money
    recovered_on: date


@dataclass(frozen=True, kw_only=True)
class BankMovementReceived:
    """Money moved on the cooperative's account; positive when it came in. Who paid is not told."""

    AGGREGATE: ClassVar[str] = "movement_id"
    movement_id: str
    statement_id: str
    booked_on: date
    amount: Money
    structured_communication: str
    end_to_end_id: str


@dataclass(frozen=True, kw_only=True)
class BankMovementReturned:
    """The bank took back, or gave back, what an earlier movement had moved."""

    AGGREGATE: ClassVar[str] = "movement_id"
    movement_id: str
    refers_to: str
    booked_on: date
    amount: Money
    end_to_end_id: str
