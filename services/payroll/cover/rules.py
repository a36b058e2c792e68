"""A cover as a value."""

from dataclasses import dataclass
from datetime import date

from services.payroll.events import CoverClosed, CoverClosedBecause, CoverOpened


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """A worker is insured against accidents at work for the days of an order, both ends included."""

    cover_id: str
    order_id: str
    member_id: str
    insurer: str
    policy: str
    starts_on: date
    ends_on: date

    def opened(self) -> CoverOpened:
        """What is told when the cover begins."""
        return CoverOpened(order_id=self.order_id, member_id=self.member_id, cover_id=self.cover_id,
                           starts_on=self.starts_on, ends_on=self.ends_on)

    def closed(self, on: date, reason: CoverClosedBecause) -> CoverClosed:
        """What is told when the cover ends before its last day."""
        return CoverClosed(order_id=self.order_id, member_id=self.member_id, cover_id=self.cover_id, closed_on=on,
                           reason=reason)
