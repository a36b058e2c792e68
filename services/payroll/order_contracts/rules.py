"""The contract of an order: what both sign before its first hour (law of 3/7/1978 art. 9: in writing, for each worker).

Work on the first day may begin at any hour of it, so that is the last day on which both sign. What both did not sign by
then is worked and paid all the same: it is seen until somebody answerable says what becomes of it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self

from services.payroll.employment_contracts.errors import CooperativeSignsItself, FirstHourPassed
from services.payroll.employment_contracts.rules import Party
from services.payroll.order_contracts.errors import OrderContractOver, OrderContractSigned
from services.payroll.workers.rules import Employer, Worker
from shared.chain import canonical
from shared.content import as_content, from_content
from shared.money import Money


class OrderContractState(StrEnum):
    """Where the contract of an order stands on a day."""

    TO_SIGN = "to_sign"
    AGREED = "agreed"
    UNSIGNED = "unsigned"  # not signed by both before the first hour
    ENDED = "ended"  # its last day has passed, or the order was cancelled


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderTerms:
    """What both sign: the parties, the kind of contract, the days and hours, and the wage that the budget pays.

    `gross` is worked out from the whole budget; what is spent otherwise lowers it, never below `least`.
    """

    number: str
    employer: Employer
    worker: Worker
    contract: str
    starts_on: date
    ends_on: date
    hours: Decimal | None
    budget: Money
    gross: Money
    is_change: bool
    written_on: date

    @property
    def text(self) -> str:
        """All that is signed, in its only spelling."""
        return canonical(as_content(self))

    @classmethod
    def from_text(cls, content: str) -> "OrderTerms":
        """The terms of which this is the content."""
        return from_content(cls, json.loads(content))


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderContract:
    """A contract as it was written, and who signed it; the latest of an order counts."""

    order_id: str
    member_id: str
    place: int
    number: str
    starts_on: date
    ends_on: date
    written_on: date
    digest: str
    cancelled_on: date | None = None
    member_signed_at: datetime | None = None
    cooperative_signed_at: datetime | None = None
    cooperative_signed_by: str | None = None
    settled: str = ""

    @classmethod
    def from_fields(cls, row: Mapping[str, Any]) -> Self:
        """The contract that a row describes."""
        return cls(**{field.name: row[field.name] for field in fields(cls)})

    @property
    def is_signed(self) -> bool:
        """Whether both signed."""
        return self.member_signed_at is not None and self.cooperative_signed_at is not None

    def state_on(self, day: date) -> OrderContractState:
        """Where it stands on a day."""
        if self.cancelled_on is not None or (self.is_signed and day > self.ends_on):
            return OrderContractState.ENDED
        if self.is_signed:
            return OrderContractState.AGREED
        return OrderContractState.TO_SIGN if day <= self.signed_until else OrderContractState.UNSIGNED

    @property
    def signed_until(self) -> date:
        """The last day on which both sign: the first one of the work, or that on which a change was written."""
        return max(self.starts_on, self.written_on) if self.place > 1 else self.starts_on


def digest_of(text: str) -> str:
    """What a text is known by."""
    return hashlib.sha256(text.encode()).hexdigest()


def sign(contract: OrderContract, party: Party, *, by: str, on: date, at: datetime) -> OrderContract:
    """One party signs before the first hour; the same signature again changes nothing."""
    if contract.cancelled_on is not None:
        raise OrderContractOver(cancelled_on=contract.cancelled_on.isoformat())
    if on > contract.signed_until:
        raise FirstHourPassed(from_on=contract.starts_on.isoformat())
    if party is Party.MEMBER:
        return replace(contract, member_signed_at=contract.member_signed_at or at)
    if by == contract.member_id:
        raise CooperativeSignsItself
    return replace(contract, cooperative_signed_at=contract.cooperative_signed_at or at,
                   cooperative_signed_by=contract.cooperative_signed_by or by)


def settle(contract: OrderContract, because: str, *, on: date) -> OrderContract:
    """Somebody answerable says what becomes of work whose contract was not signed in time."""
    state = contract.state_on(on)
    if state is not OrderContractState.UNSIGNED or contract.settled:
        raise OrderContractSigned(number=contract.number, state=state)
    return replace(contract, settled=because)
