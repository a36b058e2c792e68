"""Orders, their parts, completed work and budgets as values; when a wage falls due and when the bank carries it out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from services.payroll.events import GuaranteeRefused, GuaranteeRefusedBecause, OrderGuaranteed
from services.payroll.invoices.rules import Claim, Invoice
from services.payroll.orders.errors import WageWaitsForTheClient
from shared.money import Money

SATURDAY = 5
ONE_DAY = timedelta(days=1)
UNSIGNED, OPEN = "none", "open"  # as invoicing says how an order was signed, and how its client stands


class PartId(NamedTuple):
    """Which part of which order."""

    order_id: str
    part: int


class Block(NamedTuple):
    """Why a wage could not be worked out: a code for machines, a sentence for people."""

    code: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedPart:
    """A part of an order, paid by one wage."""

    part: int
    starts_on: date
    ends_on: date
    hours: Decimal | None = None  # as they were agreed, where that was told


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Work that a client signed for."""

    order_id: str
    activity_id: str
    member_id: str
    client_id: str
    client_country: str
    contract: str
    signed_on: date
    starts_on: date
    ends_on: date
    amount: Money
    parts: tuple[OrderedPart, ...] = ()
    cancelled_on: date | None = None
    signed_how: str = "recorded"
    client_standing: str = "open"
    withheld: str = ""  # why the fund does not guarantee it although it was signed: decided when it was agreed
    open_ended: bool = False  # an employment without an end: it has no client, and its budget comes from other orders
    planned_hours: int | None = None  # that a student's order reserves of the year's quota

    @property
    def keys(self) -> dict[str, str]:
        """Whose money moves, as the ledger asks for it."""
        return {"activity": self.activity_id, "order": self.order_id, "member": self.member_id}


def refused_because(order: Order) -> GuaranteeRefusedBecause | None:
    """Why the fund does not guarantee an order, if it does not: only the client's own word binds the fund.

    A client who is blocked, or pays beforehand, is not worked for on credit.
    """
    if order.signed_how == UNSIGNED:
        return GuaranteeRefusedBecause.NOT_SIGNED_BY_CLIENT
    if order.client_standing != OPEN:
        return GuaranteeRefusedBecause.CLIENT_BLOCKED
    return GuaranteeRefusedBecause(order.withheld) if order.withheld else None


class LimitScope(StrEnum):
    """For whom together the fund guarantees up to a limit that the cooperative sets."""

    CLIENT = "client"
    MEMBER = "member"
    COUNTRY = "country"


def scopes_of(order: Order) -> Mapping[LimitScope, str]:
    """Whose limits an order falls under."""
    return {LimitScope.CLIENT: order.client_id, LimitScope.MEMBER: order.member_id,
            LimitScope.COUNTRY: order.client_country}


def is_beyond(limit: Money, order: Order, *, beside: Money) -> bool:
    """Whether the order goes beyond a limit, with what is guaranteed beside it; the limit itself is still within."""
    return beside + order.amount > limit


def stays_guaranteed(before: Order, after: Order) -> bool:
    """Whether the fund keeps its word without being asked anew: it gave it, and no more is wanted of it."""
    return refused_because(before) is None and after.amount <= before.amount


def judge_guarantee(order: Order, *, on: date) -> OrderGuaranteed | GuaranteeRefused:
    """Payroll's word on the order, as it is told to all."""
    why = refused_because(order)
    if why is None:
        return OrderGuaranteed(order_id=order.order_id, member_id=order.member_id, client_id=order.client_id,
                               amount=order.amount, guaranteed_on=on)
    return GuaranteeRefused(order_id=order.order_id, member_id=order.member_id, client_id=order.client_id, reason=why,
                            refused_on=on)


def plan_wages(order: Order, *, fee: Decimal, allocated: Money, open_parts: int) -> Money:
    """What an order's wages will still take: what is ordered less the cooperative's fee and what was allocated so far.

    Nothing once every part has its budget or the order is cancelled; until then what expenses took of a part is in it.
    """
    if order.cancelled_on is not None or not open_parts:
        return Money.zero(order.amount.currency)
    return max(order.amount - order.amount.times(fee) - allocated, Money.zero(order.amount.currency))


def assert_payable(order: Order, claim: Claim) -> None:
    """The wage of an order that is not guaranteed waits until the client has paid all that is claimed."""
    why = refused_because(order)
    if why is not None and claim.paid < claim.total - claim.credited:
        raise WageWaitsForTheClient(why=why.replace("_", " "), paid=str(claim.paid),
                                    claimed=str(claim.total - claim.credited))


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletedWork:
    """A part as it was worked, day by day."""

    order_id: str
    part: int
    completed_on: date
    registered_on: date
    hours: Mapping[date, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """Budget for the employment of a part, and the invoice that is to bring the money."""

    allocation_id: str
    order_id: str
    part: int
    amount: Money
    invoice: Invoice


@dataclass(frozen=True, slots=True, kw_only=True)
class PayDay:
    """`due_on` is the promise; `pay_on` the bank day on which the payment is carried out, `late` when that is too late.

    A wage is paid when the worker's account is credited, and a transfer may be credited one bank day after it was
    carried out: so that is done a bank day before the last one on which it may be credited.
    """

    due_on: date
    pay_on: date
    late: bool


def pay_day(due_on: date, closed: Collection[date], known_on: date) -> PayDay:
    """The pay day of work that is due on one day and known to payroll on another.

    Work registered so late that its bank day has passed is paid on the next bank day, and flagged.
    """
    credited_on = bank_day_on_or_before(due_on, closed)
    pay_on = bank_day_on_or_before(credited_on - ONE_DAY, closed)
    late = known_on > pay_on
    return PayDay(due_on=due_on, pay_on=bank_day_on_or_after(known_on, closed) if late else pay_on, late=late)


def bank_day_on_or_before(day: date, closed: Collection[date]) -> date:
    """The last day not after this one on which the banks work."""
    while not is_bank_day(day, closed):
        day -= timedelta(days=1)
    return day


def bank_day_on_or_after(day: date, closed: Collection[date]) -> date:
    """The first day not before this one on which the banks work."""
    while not is_bank_day(day, closed):
        day += timedelta(days=1)
    return day


def is_bank_day(day: date, closed: Collection[date]) -> bool:
    """Whether the banks work: no Saturday, no Sunday, no closing day."""
    return day.weekday() < SATURDAY and day not in closed
