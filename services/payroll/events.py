"""What payroll publishes. Ids and amounts only: names, accounts and national numbers never leave the service."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar

from shared.fields import Id, MoneyField
from shared.ledger import BooksYearClosed
from shared.money import Money

AdvanceId = Annotated[str, Id("adv")]
BatchId = Annotated[str, Id("bat")]
ClientId = Annotated[str, Id("cli")]
CoverId = Annotated[str, Id("cov")]
ActivityId = Annotated[str, Id("act")]
DeclarationId = Annotated[str, Id("dec")]
EmploymentId = Annotated[str, Id("emp")]
InvoiceId = Annotated[str, Id("inv")]
MemberId = Annotated[str, Id("mbr")]
OrderId = Annotated[str, Id("ord")]
PayRequestId = Annotated[str, Id("prq")]
SocialReturnId = Annotated[str, Id("soc")]
WageId = Annotated[str, Id("wag")]
WithholdingReturnId = Annotated[str, Id("wht")]
Signed = Annotated[Money, MoneyField(signed=True)]


class DeclarationRefusedBecause(StrEnum):
    """Why work was not declared."""

    DECLARED_AFTER_START = "declared_after_start"
    ASKED_TOO_LATE = "asked_too_late"  # it had not begun, and the country asks for more time
    REFUSED_BY_AUTHORITY = "refused_by_authority"


class CoverClosedBecause(StrEnum):
    """Why a cover ended before its last day."""

    ORDER_CANCELLED = "order_cancelled"
    ORDER_AMENDED = "order_amended"
    INSURER_CHANGED = "insurer_changed"  # another cover follows on it


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfOrder:
    AGGREGATE: ClassVar[str] = "order_id"
    order_id: OrderId
    member_id: MemberId


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkDeclared(_OfOrder):
    """The authority accepted the declaration of employment."""

    declaration_id: DeclarationId
    starts_on: date
    ends_on: date
    declared_on: date
    declared_at: datetime | None = None
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkDeclarationRefused(_OfOrder):
    """The work may not begin: the authority, or the cooperative itself, refused the declaration."""

    declaration_id: DeclarationId
    reason: DeclarationRefusedBecause


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverOpened(_OfOrder):
    """The worker is insured against accidents at work for these days (both included)."""

    cover_id: CoverId
    starts_on: date
    ends_on: date
    opened_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverClosed(_OfOrder):
    """The cover ended before its last day."""

    cover_id: CoverId
    closed_on: date
    reason: CoverClosedBecause


class GuaranteeRefusedBecause(StrEnum):
    """Why the fund does not guarantee an order: its wage waits for the client's money."""

    NOT_SIGNED_BY_CLIENT = "not_signed_by_client"
    CLIENT_COUNTRY = "client_country"
    CLIENT_BLOCKED = "client_blocked"
    LIMIT_REACHED = "limit_reached"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderGuaranteed(_OfOrder):
    """The fund guarantees an order: its wages are paid on their day, whether or not the client has paid."""

    client_id: ClientId
    amount: Money
    guaranteed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeRefused(_OfOrder):
    """The order is lawful and unguaranteed: its wage waits for the client's money."""

    client_id: ClientId
    reason: GuaranteeRefusedBecause
    refused_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WagesPlanned(_OfOrder):
    """What of an order's budget its wages will take: other uses may only spend what is received beyond it."""

    amount: Money
    planned_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidDay:
    """A day that is paid, and the hours worked on it."""

    on: date
    hours: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class _PayRequested:
    pay_request_id: PayRequestId
    member_id: MemberId
    contract: str
    budget: Money
    days: tuple[PaidDay, ...]
    ends_on: date
    due_on: date
    pay_on: date
    asked_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WageRequested(_PayRequested):
    """The partner's own payroll is to work out a wage for its day of payment: `answer_pay_request` takes its lines."""

    AGGREGATE: ClassVar[str] = "order_id"
    order_id: OrderId
    part: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteRequested(_PayRequested):
    """The partner's own payroll is asked what a budget would pay for these days; nobody has worked them."""

    AGGREGATE: ClassVar[str] = "pay_request_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfWage(_OfOrder):
    part: int
    wage_id: WageId


@dataclass(frozen=True, slots=True, kw_only=True)
class PayslipIssued(_OfWage):
    """A wage was worked out and its payslip numbered."""

    number: str
    gross: Money
    net: Money
    due_on: date
    issued_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WagesSent:
    """A payment file left for the bank."""

    AGGREGATE: ClassVar[str] = "batch_id"
    batch_id: BatchId
    count: int
    total: Money
    execute_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WagePaid(_OfWage):
    """The bank carried the payment out."""

    net: Money
    paid_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WageReturned(_OfWage):
    """The money came back from the bank: the wage is owed again."""

    net: Money
    returned_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceOpened(_OfWage):
    """The guarantee fund carries what the client has not paid of an employment cost that was paid out."""

    advance_id: AdvanceId
    invoice_id: InvoiceId
    client_id: ClientId
    amount: Money
    opened_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfAdvance(_OfOrder):
    advance_id: AdvanceId
    invoice_id: InvoiceId


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceRecovered(_OfAdvance):
    """The client paid (positive), or their payment was taken back (negative)."""

    amount: Signed
    recovered_so_far: Money
    open: Money
    recovered_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceLost(_OfAdvance):
    """The client will not pay: the fund bears it, the worker keeps the wage."""

    amount: Money
    lost_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceCharged(_OfAdvance):
    """What the client was credited is owed by the activity: the fund carries it no longer, and recovered nothing."""

    amount: Money
    charged_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceRegained(_OfAdvance):
    """Money came in after the client was let off (positive), or was taken back (negative): the fund's loss is less."""

    amount: Signed
    regained_on: date


class EmploymentRemedy(StrEnum):
    """What was agreed beforehand for the day on which the budget no longer carries an open-ended employment."""

    LOWER_HOURS = "lower_hours"
    UNPAID_LEAVE = "unpaid_leave"
    NOTICE = "notice"


class EmploymentChangedBecause(StrEnum):
    """Why other hours and another wage hold from a day on."""

    ASKED = "asked"  # agreed and signed by both
    BUDGET_SHORT = "budget_short"  # as it was agreed for the day on which the budget does not carry it
    LEAVE_OVER = "leave_over"  # the budget carries it again


class EmploymentEndedBecause(StrEnum):
    """Who ended an open-ended employment, and why."""

    MEMBER_NOTICE = "member_notice"
    COOPERATIVE_NOTICE = "cooperative_notice"
    AGREEMENT = "agreement"
    BUDGET_EMPTY = "budget_empty"
    NEVER_BEGAN = "never_began"
    DEATH = "death"


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfEmployment:
    AGGREGATE: ClassVar[str] = "employment_id"
    employment_id: EmploymentId
    member_id: MemberId


@dataclass(frozen=True, slots=True, kw_only=True)
class EmploymentAgreed(_OfEmployment):
    """An employment without an end was signed by both: what is worked in it from that day on feeds its wages."""

    order_id: OrderId
    activity_id: ActivityId
    starts_on: date
    weekly_hours: Decimal
    gross: Money
    when_short: EmploymentRemedy
    agreed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class EmploymentChanged(_OfEmployment):
    """Other hours and another wage hold from a day on; none at all is unpaid leave."""

    from_on: date
    weekly_hours: Decimal
    gross: Money
    because: EmploymentChangedBecause
    changed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class EmploymentEnded(_OfEmployment):
    """An employment without an end has a last day. The worker stays a member."""

    last_on: date
    because: EmploymentEndedBecause
    ended_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class EmploymentBudgetShort(_OfEmployment):
    """The budget will not carry an employment: from which month, and what happens instead on which day."""

    short_from: date
    remedy: EmploymentRemedy
    effective_on: date
    warned_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SocialReturnFiled:
    """A period was declared to social security; the mutual fund bears (negative: gains) the difference to estimates."""

    AGGREGATE: ClassVar[str] = "return_id"
    return_id: SocialReturnId
    entity: str
    starts_on: date
    ends_on: date
    due_on: date
    workers: int
    left_out: int
    owed: Signed
    difference: Signed
    filed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WithholdingReturnFiled:
    """What was withheld in a month was declared to the tax authority."""

    AGGREGATE: ClassVar[str] = "return_id"
    return_id: WithholdingReturnId
    entity: str
    starts_on: date
    ends_on: date
    due_on: date
    wages: int
    withheld: Signed
    filed_on: date


PUBLISHED = (
    WorkDeclared,
    WorkDeclarationRefused,
    CoverOpened,
    CoverClosed,
    OrderGuaranteed,
    GuaranteeRefused,
    WagesPlanned,
    WageRequested,
    QuoteRequested,
    PayslipIssued,
    WagesSent,
    WagePaid,
    WageReturned,
    AdvanceOpened,
    AdvanceRecovered,
    AdvanceLost,
    AdvanceRegained,
    AdvanceCharged,
    EmploymentAgreed,
    EmploymentChanged,
    EmploymentEnded,
    EmploymentBudgetShort,
    SocialReturnFiled,
    WithholdingReturnFiled,
    BooksYearClosed,
)
