"""Employments as they stood at an instant, and what a certificate of cover tells."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from services.payroll.workers.rules import Employer, Worker
from shared.chain import canonical
from shared.content import as_content, from_content


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A document that left for the authority: its name, and the digest of what it holds (SHA-256)."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Employment:
    """Declared work of an order that includes a day; insured that day if there is a cover. `hours` once reported."""

    order_id: str
    reference: str
    starts_on: date
    ends_on: date
    declared_at: datetime
    cover_id: str | None
    insurer: str | None
    policy: str | None
    hours: Decimal | None
    documents: Sequence[Evidence] = ()

    def is_declared(self, at: datetime) -> bool:
        """Whether the authority had been told by an instant; it accepted since."""
        return self.declared_at <= at

    @property
    def is_covered(self) -> bool:
        """Whether a cover includes the day: it holds from the first hour, whenever the answer came."""
        return self.cover_id is not None


def was_declared(employments: Sequence[Employment], at: datetime) -> bool:
    """Whether any employment at an instant had been declared by then."""
    return any(one.is_declared(at) for one in employments)


def was_covered(employments: Sequence[Employment]) -> bool:
    """Whether any employment of the day was insured."""
    return any(one.is_covered for one in employments)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveredDays:
    """The days of an order that a policy covers, both ends included."""

    insurer: str
    policy: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What is certified of an order's cover on a day: the country says in which words."""

    number: str
    employer: Employer
    worker: Worker
    reference: str
    covers: tuple[CoveredDays, ...]
    documents: tuple[Evidence, ...]
    issued_on: date

    def says(self, other: "Certificate") -> bool:
        """Whether it tells what another one would, but for number and day."""
        return replace(other, number=self.number, issued_on=self.issued_on).content == self.content

    @property
    def content(self) -> str:
        """All that it tells, in its only spelling: what its paper is made from."""
        return canonical(as_content(self))

    @classmethod
    def from_text(cls, content: str) -> "Certificate":
        """The certificate of which this is the content."""
        return from_content(cls, json.loads(content))
