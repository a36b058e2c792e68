"""Cover that follows declared work: opened, extended without a gap, closed."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta

from services.payroll.cover import store
from services.payroll.cover.rules import Cover, Insured, beyond, by_policy, is_insured_by, uncovered_from
from services.payroll.events import CoverClosedBecause
from services.payroll.workers.reads import employers_of
from services.payroll.workers.rules import Employer
from shared.identifiers import new_id
from shared.postgres import Tx


def cover_days(
    tx: Tx, *, order_id: str, member_id: str, starts_on: date, ends_on: date, reason: CoverClosedBecause,
) -> None:
    """The worker is insured for exactly the days of an order's declared work: more is opened, the rest is closed."""
    covers = store.lock_covers(tx, order_id, member_id)
    for cover in beyond(covers, ends_on):
        _close(tx, cover, ends_on, reason)
    first = uncovered_from(covers, starts_on, ends_on)
    if first is not None:
        _open(tx, order_id, member_id, by_policy(employers_of(tx, first, ends_on), first, ends_on))


def follow_insurer(tx: Tx, employer: Employer) -> None:
    """Other data of the employer begin on a day: from then on the insurer that they name covers what is open."""
    for cover in store.lock_open_covers(tx, employer.valid_from, employer.entity):
        first = max(cover.starts_on, employer.valid_from)
        days = by_policy(employers_of(tx, first, cover.ends_on, entity=employer.entity), first, cover.ends_on)
        if not is_insured_by(cover, days):
            _open(tx, cover.order_id, cover.member_id, days)
            _close(tx, cover, first - timedelta(days=1), CoverClosedBecause.INSURER_CHANGED)


def _open(tx: Tx, order_id: str, member_id: str, days: Sequence[Insured]) -> None:
    for insured in days:
        more = Cover(cover_id=new_id("cov"), order_id=order_id, member_id=member_id, **asdict(insured))
        store.add_cover(tx, more)
        tx.announce(more.opened(tx.at))


def close_covers(tx: Tx, *, order_id: str, member_id: str, reason: CoverClosedBecause) -> None:
    """The work does not take place: what is insured of it ends today."""
    for cover in store.lock_covers(tx, order_id, member_id):
        if cover.closed_on is None:
            _close(tx, cover, tx.on, reason)


def _close(tx: Tx, cover: Cover, on: date, reason: CoverClosedBecause) -> None:
    store.close_cover(tx, cover.cover_id, on)
    tx.announce(cover.closed(on, reason))
