"""Cover that follows declared work: opened, extended without a gap, closed."""

from datetime import date

from services.payroll.cover import store
from services.payroll.cover.rules import Cover, beyond, uncovered_from
from services.payroll.events import CoverClosedBecause
from services.payroll.workers.reads import employer_on
from shared.identifiers import new_id
from shared.postgres import Tx


def cover_days(
    tx: Tx, *, order_id: str, member_id: str, starts_on: date, ends_on: date, reason: CoverClosedBecause,
    told: bool = True,
) -> None:
    """The worker is insured for exactly the days of an order's declared work: more is opened, the rest is closed.

    It is told of orders: their clients' work may begin.
    """
    covers = store.lock_covers(tx, order_id, member_id)
    for cover in beyond(covers, ends_on):
        _close(tx, cover, ends_on, reason, told=told)
    first = uncovered_from(covers, starts_on, ends_on)
    if first is not None:
        employer = employer_on(tx, tx.on)
        more = Cover(cover_id=new_id("cov"), order_id=order_id, member_id=member_id, starts_on=first, ends_on=ends_on,
                     insurer=employer.accident_insurer, policy=employer.accident_policy)
        store.add_cover(tx, more)
        if told:
            tx.announce(more.opened(tx.at))


def close_covers(
    tx: Tx, *, order_id: str, member_id: str, reason: CoverClosedBecause, told: bool = True,
) -> None:
    """The work does not take place: what is insured of it ends today."""
    for cover in store.lock_covers(tx, order_id, member_id):
        if cover.closed_on is None:
            _close(tx, cover, tx.on, reason, told=told)


def _close(tx: Tx, cover: Cover, on: date, reason: CoverClosedBecause, *, told: bool) -> None:
    store.close_cover(tx, cover.cover_id, on)
    if told:
        tx.announce(cover.closed(on, reason))
