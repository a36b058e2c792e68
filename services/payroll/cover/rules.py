"""Covers as values, and how they follow the days of the declared work without a gap."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from services.payroll.events import CoverClosed, CoverClosedBecause, CoverOpened
from services.payroll.workers.rules import Employer


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """A worker is insured against accidents at work for some days of an order, both ends included."""

    cover_id: str
    order_id: str
    member_id: str
    insurer: str
    policy: str
    starts_on: date
    ends_on: date
    closed_on: date | None = None

    @property
    def last_day(self) -> date:
        """The last day that is insured."""
        return self.ends_on if self.closed_on is None else min(self.ends_on, self.closed_on)

    def opened(self, at: datetime) -> CoverOpened:
        """What is told when the cover begins."""
        return CoverOpened(order_id=self.order_id, member_id=self.member_id, cover_id=self.cover_id,
                           starts_on=self.starts_on, ends_on=self.ends_on, opened_at=at)

    def closed(self, on: date, reason: CoverClosedBecause) -> CoverClosed:
        """What is told when the cover ends before its last day."""
        return CoverClosed(order_id=self.order_id, member_id=self.member_id, cover_id=self.cover_id, closed_on=on,
                           reason=reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Insured:
    """Days that one policy insures, both ends included."""

    insurer: str
    policy: str
    starts_on: date
    ends_on: date


def by_policy(employers: Sequence[Employer], starts_on: date, ends_on: date) -> list[Insured]:
    """Days by the policy that the employer has on each: a policy that ends insures no day after it."""
    found: list[Insured] = []
    for employer in employers:
        one = Insured(insurer=employer.accident_insurer, policy=employer.accident_policy, ends_on=ends_on,
                      starts_on=employer.valid_from if found else starts_on)
        if found and (found[-1].insurer, found[-1].policy) == (one.insurer, one.policy):
            continue
        if found:
            found[-1] = replace(found[-1], ends_on=one.starts_on - timedelta(days=1))
        found.append(one)
    return found


def is_insured_by(cover: Cover, days: Sequence[Insured]) -> bool:
    """Whether a cover names the policy of all these days."""
    return all((one.insurer, one.policy) == (cover.insurer, cover.policy) for one in days)


def uncovered_from(covers: tuple[Cover, ...], starts_on: date, ends_on: date) -> date | None:
    """The first day of declared work that no cover reaches, or nothing; covers of an order follow each other."""
    insured = [cover.last_day for cover in covers if cover.last_day >= cover.starts_on]
    first = max([starts_on, *(day + timedelta(days=1) for day in insured)])
    return first if first <= ends_on else None


def beyond(covers: tuple[Cover, ...], ends_on: date) -> tuple[Cover, ...]:
    """The covers that reach further than declared work."""
    return tuple(cover for cover in covers if cover.closed_on is None and cover.ends_on > ends_on)
