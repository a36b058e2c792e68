"""Completed work is looked at: how long its days are."""

from collections.abc import Collection
from datetime import date

from services.payroll.working_time import reads, rules, store
from shared.postgres import Tx


def flag_long_days(tx: Tx, member_id: str, order_id: str, part: int, days: Collection[date]) -> None:
    """Write down which days of completed work are longer, with all other contracts, than the law lets them be."""
    if days:
        hours = reads.worked_hours(tx, member_id, days)
        for limit in reads.limits(tx, max(days)):
            store.add_flags(tx, rules.long_days(order_id, part, hours, limit=limit))


def settle_flag(tx: Tx, flag_id: str, because: str) -> None:
    """Somebody says what became of flagged work: compensated, paid more, reported."""
    store.settle_flag(tx, flag_id, because)
