"""What is owed to people: claims, what shares are worth, how much may be distributed, who is paid in which order."""

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from services.membership.payouts.errors import PayoutAmountDiffers
from shared.money import Money

_CLAIM = re.compile(r"clm_?([0-9a-f]{32})")


class ClaimKind(StrEnum):
    """What is owed for: shares of a leaver (a distribution, tested, queued); a surplus or money sent back (never)."""

    EXIT = "exit"
    SURPLUS = "surplus"
    RETURNED = "returned"


class ClaimState(StrEnum):
    """Where a claim stands."""

    DUE = "due"
    SUSPENDED = "suspended"
    SENT = "sent"
    PAID = "paid"
    WITHDRAWN = "withdrawn"


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last day of that month when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class NetAssets:
    """Net assets on a day, as approved by the assembly or stated since; shares = those that existed on that day."""

    id: str
    as_of: date
    net: Money
    unavailable: Money
    shares: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What a leaver's shares are worth, with the reason, and the accounts on which that rests, if on any."""

    amount: Money
    paid_in: Money
    net_asset_value: Money
    statement_id: str | None = None

    @property
    def left_behind(self) -> Money:
        """What stays in the reserves of the company."""
        return self.paid_in - self.amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The board's finding: so much may be paid, and debts due until a day can still be paid."""

    decided_on: date
    covers_until: date
    ceiling: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How much may be distributed today, and which test leaves the least."""

    amount: Money
    bound_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What is owed to somebody, with the account to which it goes; without one it waits."""

    id: str
    kind: ClaimKind
    member_id: str
    amount: Money
    due_on: date
    state: ClaimState = ClaimState.DUE
    payee: str = ""
    account: str = ""
    par: Money | None = None  # what was paid in on the shares

    @property
    def is_payable(self) -> bool:
        """Whether it is known where the money goes."""
        return bool(self.account)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Who is paid today, whole or in part, who is suspended and by what, who waits as nobody knows where to pay."""

    pay: tuple[Claim, ...]
    suspend: tuple[Claim, ...]
    waiting: tuple[Claim, ...]
    bound_by: str
    in_part: Money | None = None  # what the first of the suspended gets today; the rest keeps its place


def without_unknown_accounts(queue: Sequence[Claim], takes_payment: Callable[[Claim], bool]) -> list[Claim]:
    """A claim that no bank would take waits as if its account were not known: its payment may not stop the file."""
    return [claim if claim.account and takes_payment(claim) else replace(claim, account="") for claim in queue]


def plan_payments(queue: Sequence[Claim], *, room: Room) -> Plan:
    """Pay the queue in its order as far as the room goes; nobody overtakes one who waits for room (art. 6:120).

    A claim whose payee is unknown keeps its room and its place, and does not hold up the others.
    """
    left = room.amount
    pay: list[Claim] = []
    waiting: list[Claim] = []
    ordered = sorted(queue, key=lambda claim: (claim.due_on, claim.id))
    for place, claim in enumerate(ordered):
        if claim.amount > left:
            part = left if left and claim.is_payable else None
            return Plan(pay=tuple(pay), suspend=tuple(ordered[place:]), waiting=tuple(waiting), bound_by=room.bound_by,
                        in_part=part)
        left -= claim.amount
        (pay if claim.is_payable else waiting).append(claim)
    return Plan(pay=tuple(pay), suspend=(), waiting=tuple(waiting), bound_by=room.bound_by)


def set_off(claims: Sequence[Claim], owed: Money) -> list[tuple[Claim, Money]]:
    """What somebody owes us taken from what we owe them, the oldest first: each claim with the part that falls."""
    parts: list[tuple[Claim, Money]] = []
    for claim in claims:
        part = min(claim.amount, owed)
        if part:
            parts.append((claim, part))
            owed -= part
    return parts


def assert_paid_as_owed(claim: Claim, *, paid: Money) -> None:
    """A payment settles a claim whole or not at all."""
    if paid != claim.amount:
        raise PayoutAmountDiffers(claim_id=claim.id, owed=claim.amount, paid=paid)


def end_to_end_id(row_id: str) -> str:
    """An id as banks carry it: at most 35 characters, so without its underscore."""
    return row_id.replace("_", "")


def claim_named(end_to_end: str) -> str | None:
    """The claim that a bank movement names, or nothing."""
    named = _CLAIM.fullmatch(end_to_end)
    return f"clm_{named[1]}" if named else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutBatch:
    """Claims that go to the bank in one file on a day."""

    id: str
    claims: Sequence[Claim]
    execute_on: date
    written_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentFile:
    """A file as the country's banks take it."""

    name: str
    media_type: str
    content: bytes
