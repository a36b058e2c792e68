"""What invoicing publishes. Ids and figures only: no name, no account number, no address ever leaves in an event."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar

from shared.fields import Id, MoneyField, Text
from shared.ledger import MAIN_ENTITY, BooksYearClosed
from shared.money import Money

OrderId = Annotated[str, Id("ord")]
ActivityId = Annotated[str, Id("act")]
MemberId = Annotated[str, Id("mbr")]
ClientId = Annotated[str, Id("cli")]
InvoiceId = Annotated[str, Id("inv")]
MovementId = Annotated[str, Id("mov")]
Signed = Annotated[Money, MoneyField(signed=True)]


class Contract(StrEnum):
    """As what the worker is employed."""

    WHITE_COLLAR = "white_collar"


class CancelReason(StrEnum):
    """Why an order form was given up."""

    CLIENT_WITHDREW = "client_withdrew"
    MEMBER_WITHDREW = "member_withdrew"
    MISTAKE = "mistake"
    IMPOSSIBLE = "impossible"


class CancelStage(StrEnum):
    """How far an order had come when it was given up before any of it was completed.

    Signed: nobody was employed yet. Declared: the employment is taken back before it begins. Begun: its first day has
    come; what was worked is completed and the rest stopped, so a cancelled order that had begun was not worked at all.
    """

    SIGNED = "signed"
    DECLARED = "declared"
    BEGUN = "begun"


class SignedHow(StrEnum):
    """How the client's signature is known: given behind their link, by an approved proof, recorded by an advisor.

    None: the work is agreed without one, which is lawful and outside every guarantee.
    """

    LINK = "link"
    PROOF = "proof"
    RECORDED = "recorded"
    NONE = "none"


class ClientStanding(StrEnum):
    """How far the cooperative trusts a client: fully, only for what is paid first, or not at all."""

    OPEN = "open"
    PREPAID_ONLY = "prepaid_only"
    BLOCKED = "blocked"


class CreditReason(StrEnum):
    """Why a part of an invoice was given back."""

    MISTAKE = "mistake"
    LESS_WORK = "less_work"
    PRICE_AGREED = "price_agreed"
    GOODWILL = "goodwill"
    DEPOSIT = "deposit"  # it was not paid before the work, or the work fell out


class WriteOffReason(StrEnum):
    """Why a client will not pay."""

    BANKRUPTCY = "bankruptcy"
    UNTRACEABLE = "untraceable"
    UNECONOMIC = "uneconomic"


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
    order_id: OrderId
    activity_id: ActivityId
    member_id: MemberId
    client_id: ClientId
    client_country: str
    signed_on: date
    starts_on: date
    ends_on: date
    amount: Money
    contract: Contract
    parts: tuple[OrderedPart, ...]
    entity: str = MAIN_ENTITY
    signed_how: SignedHow = SignedHow.RECORDED
    client_standing: ClientStanding = ClientStanding.OPEN


@dataclass(frozen=True, kw_only=True)
class OrderSigned(_OrderForm):
    """The client has signed, or the work is agreed without (`signed_how` none); employment may be declared.

    Whether it is guaranteed is payroll's to say, from how it was signed, the client's country and their standing.
    """


@dataclass(frozen=True, kw_only=True)
class OrderAmended(_OrderForm):
    """The client has signed other parts in the place of those before."""


@dataclass(frozen=True, kw_only=True)
class OrderCancelled:
    """A signed order was given up before any work was completed."""

    AGGREGATE: ClassVar[str] = "order_id"
    order_id: OrderId
    member_id: MemberId
    activity_id: ActivityId
    reason: CancelReason
    cancelled_on: date
    stage: CancelStage = CancelStage.SIGNED


@dataclass(frozen=True, kw_only=True)
class OrderStopped:
    """What was not yet worked of an order is given up; what was completed stays, until `last_worked_on`."""

    AGGREGATE: ClassVar[str] = "order_id"
    order_id: OrderId
    member_id: MemberId
    activity_id: ActivityId
    reason: CancelReason
    stopped_on: date
    last_worked_on: date
    amount: Money
    parts: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class WorkDay:
    """One day of work and its hours."""

    on: date
    hours: Decimal


@dataclass(frozen=True, kw_only=True)
class WorkCompleted:
    """A part of an order is done; `last` when no part is left.

    `undeclared` when payroll had not told, or had taken back, that the work is declared and insured. It only says what
    was known here: payroll alone judges.
    """

    AGGREGATE: ClassVar[str] = "order_id"
    order_id: OrderId
    part: int
    member_id: MemberId
    activity_id: ActivityId
    completed_on: date
    registered_on: date
    days: tuple[WorkDay, ...]
    last: bool
    undeclared: bool = False


@dataclass(frozen=True, kw_only=True)
class InvoiceIssued:
    """An invoice bears a number; from here on only credit notes change it. A `deposit` is claimed before the work."""

    AGGREGATE: ClassVar[str] = "order_id"
    order_id: OrderId
    part: int
    invoice_id: InvoiceId
    number: str
    member_id: MemberId
    client_id: ClientId
    issued_on: date
    due_on: date
    net: Money
    vat: Money
    total: Money
    deposit: bool = False


@dataclass(frozen=True, kw_only=True)
class FeeBooked:
    """The cooperative's share of a turnover was booked."""

    AGGREGATE: ClassVar[str] = "order_id"
    order_id: OrderId
    part: int
    activity_id: ActivityId
    member_id: MemberId
    base: Money
    rate: Decimal
    fee: Money


@dataclass(frozen=True, kw_only=True)
class EmploymentBudgetAllocated:
    """What is left of a turnover went to employment: payroll may spend it.

    `invoice_total` is all that the client was to pay for the part, `prepaid` what of it their deposits paid before.
    """

    AGGREGATE: ClassVar[str] = "order_id"
    order_id: OrderId
    part: int
    allocation_id: Annotated[str, Id("alc")]
    member_id: MemberId
    activity_id: ActivityId
    client_id: ClientId
    client_country: str
    amount: Money
    invoice_id: InvoiceId
    invoice_total: Money
    due_on: date
    completed_on: date
    prepaid: Money = Money(0)


@dataclass(frozen=True, kw_only=True)
class _OfInvoice:
    AGGREGATE: ClassVar[str] = "order_id"
    order_id: OrderId
    invoice_id: InvoiceId
    member_id: MemberId


@dataclass(frozen=True, kw_only=True)
class PaymentApplied(_OfInvoice):
    """The client paid an invoice, wholly or in part; of a deposit, also told of the invoice that took it off.

    prepaid_so_far: then what is paid of all deposits that this invoice took off; else nothing, it is as it was.
    """

    payment_id: Annotated[str, Id("pay")]
    amount: Money
    paid_so_far: Money
    invoice_total: Money
    paid_on: date
    prepaid_so_far: Money | None = None


@dataclass(frozen=True, kw_only=True)
class PaymentReversed(_OfInvoice):
    """The bank took a payment back; `paid_so_far` is what remains, `prepaid_so_far` as in `PaymentApplied`."""

    payment_id: Annotated[str, Id("pay")]
    amount: Money
    paid_so_far: Money
    invoice_total: Money
    reversed_on: date
    prepaid_so_far: Money | None = None


@dataclass(frozen=True, kw_only=True)
class InvoicePaid(_OfInvoice):
    """Nothing is open on the invoice any more, and the last of it was paid."""

    paid_on: date


@dataclass(frozen=True, kw_only=True)
class InvoiceOverdue(_OfInvoice):
    """An invoice is open after its due day."""

    client_id: ClientId
    due_on: date
    open: Money


@dataclass(frozen=True, kw_only=True)
class InvoiceCredited(_OfInvoice):
    """A credit note took back a part of an invoice; `amount` is with VAT."""

    credit_note_id: Annotated[str, Id("crn")]
    amount: Money
    reason: CreditReason
    credited_on: date


@dataclass(frozen=True, kw_only=True)
class InvoiceWrittenOff(_OfInvoice):
    """The client will not pay what is open (with VAT); the fund bears the net, never the member.

    `vat` is claimed back from the State where the law lets it.
    """

    client_id: ClientId
    open: Money
    reason: WriteOffReason
    written_off_on: date
    net: Money | None = None
    vat: Money | None = None


@dataclass(frozen=True, kw_only=True)
class WrittenOffRecovered(_OfInvoice):
    """Money came in for an invoice that was written off (positive), or was taken back by the bank (negative)."""

    client_id: ClientId
    amount: Signed
    recovered_on: date
    net: Signed | None = None
    vat: Signed | None = None


@dataclass(frozen=True, kw_only=True)
class BankMovementReceived:
    """Money moved on the cooperative's account; positive when it came in. Who paid is not told."""

    AGGREGATE: ClassVar[str] = "movement_id"
    movement_id: MovementId
    statement_id: Annotated[str, Id("stm")]
    booked_on: date
    amount: Signed
    structured_communication: str
    end_to_end_id: str


@dataclass(frozen=True, kw_only=True)
class BankMovementReturned:
    """The bank took back, or gave back, what an earlier movement had moved."""

    AGGREGATE: ClassVar[str] = "movement_id"
    movement_id: MovementId
    refers_to: MovementId
    booked_on: date
    amount: Signed
    end_to_end_id: str


@dataclass(frozen=True, kw_only=True)
class MovementClaimed:
    """Money that came in without a reference is another service's; whose it is there, that service finds out."""

    AGGREGATE: ClassVar[str] = "movement_id"
    movement_id: MovementId
    claimed_for: Annotated[str, Text(longest=30)]
    booked_on: date
    amount: Money


@dataclass(frozen=True, kw_only=True)
class VatReturnFiled:
    """A period of VAT was closed and its return left for the State; the balance is due, or claimed when negative."""

    AGGREGATE: ClassVar[str] = "return_id"
    return_id: Annotated[str, Id("vat")]
    entity: str
    starts_on: date
    ends_on: date
    due_on: date
    balance: Signed
    filed_on: date


PUBLISHED = (
    OrderSigned, OrderAmended, OrderCancelled, OrderStopped, WorkCompleted, InvoiceIssued, FeeBooked,
    EmploymentBudgetAllocated, PaymentApplied, PaymentReversed, InvoicePaid, InvoiceOverdue, InvoiceCredited,
    InvoiceWrittenOff, WrittenOffRecovered, BankMovementReceived, BankMovementReturned, MovementClaimed, VatReturnFiled,
    BooksYearClosed,
)
