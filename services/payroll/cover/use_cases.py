"""Opening and closing cover."""

from services.payroll.cover import store
from services.payroll.cover.rules import Cover
from services.payroll.events import CoverClosedBecause
from shared.postgres import Tx


def open_cover(tx: Tx, cover: Cover) -> None:
    """The worker is insured for the days of an order."""
    store.add_cover(tx, cover)
    tx.announce(cover.opened())


def close_cover(tx: Tx, *, order_id: str, member_id: str, reason: CoverClosedBecause) -> None:
    """The open cover of an order, if there is one, ends today."""
    cover = store.close_cover(tx, order_id, member_id, tx.on)
    if cover is not None:
        tx.announce(cover.closed(tx.on, reason))
