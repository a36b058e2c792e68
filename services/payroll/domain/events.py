"""What payroll says. Ids and amounts only: names, accounts and national numbers never leave the service."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from shared.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkDeclared:
    """The authority accepted the declaration of employment."""

    AGGREGATE: ClassVar[str] = "order_id"
    order_id: str
    member_id: str
    declaration_id: str
    starts_on: date
    ends_on: date
    declared_on: date
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkDeclarationRefused:
    """The work may not begin: the authority, or the cooperative itself, refused the declaration."""

    AGGREGATE: ClassVar[str] = "order_id"
    order_id: str
    member_id: str
    declaration_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverOpened:
    """The worker is insured against accidents at work for these days (both included)."""

    AGGREGATE: ClassVar[str] = "order_id"
    order_id: str
    member_id: str
    cover_id: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverClosed:
    """The cover ended before its last day."""

    AGGREGATE: ClassVar[str] = "order_id"
    order_id: str
    member_id: str
    cover_id: str
    closed_on: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PayslipIssued:
    """A wage was worked out and its payslip numbered."""

    AGGREGATE: ClassVar[str] = "order_id"
    order_id: str
    part: int
    wage_id: str
    member_id: str
    number: str
    gross: Money
    net: Money
    due_on: date
    issued_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WagesSent:
    """A payment file left for the bank."""

    AGGREGATE: ClassVar[str] = "batch_id"
    batch_id: str
    count: int
    total: Money
    execute_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WagePaid:
    """The bank carried the payment out."""

    AGGREGATE: ClassVar[str] = "order_id"
    order_id: str
    part: int
    wage_id: str
    member_id: str
    net: Money
    paid_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WageReturned:
    """The money came back from the bank: the wage is owed again."""

    AGGREGATE: ClassVar[str] = "order_id"
    order_id: str
    part: int
    wage_id: str
    member_id: str
    net: Money
    returned_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceOpened:
    """The guarantee fund carries what the client has not paid of an employment cost that was paid out."""

    AGGREGATE: ClassVar[str] = "order_id"
    order_id: str
    part: int
    advance_id: str
    wage_id: str
    invoice_id: str
    member_id: str
    client_id: str
    amount: Money
    opened_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceRecovered:
    """The client paid (positive), or his payment was taken back (negative)."""

    AGGREGATE: ClassVar[str] = "order_id"
    order_id: str
    advance_id: str
    invoice_id: str
    member_id: str
    amount: Money
    recovered_so_far: Money
    open: Money
    recovered_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceLost:
    """The client will not pay: the fund bears it, the worker keeps the wage."""

    AGGREGATE: ClassVar[str] = "order_id"
    order_id: str
    advance_id: str
    invoice_id: str
    member_id: str
    amount: Money
    lost_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceRegained:
    """Money came in after the client was let off (positive), or was taken back (negative): the fund's loss is less."""

    AGGREGATE: ClassVar[str] = "order_id"
    order_id: str
    advance_id: str
    invoice_id: str
    member_id: str
    amount: Money
    regained_on: date
