"""Covers as values, and how they follow the days of the declared work without a gap."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.payroll.events import CoverClosed, CoverClosedBecause, CoverOpened


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


def uncovered_from(covers: tuple[Cover, ...], starts_on: date, ends_on: date) -> date | None:
    """The first day of declared work that no cover reaches, or nothing; covers of an order follow each other."""
    insured = [cover.last_day for cover in covers if cover.last_day >= cover.starts_on]
    if any(day >= ends_on for day in insured):  # of an employment without an end no day comes after
        return None
    return max([starts_on, *(day + timedelta(days=1) for day in insured)])


def beyond(covers: tuple[Cover, ...], ends_on: date) -> tuple[Cover, ...]:
    """The covers that reach further than declared work."""
    return tuple(cover for cover in covers if cover.closed_on is None and cover.ends_on > ends_on)
