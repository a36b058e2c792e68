"""Students' quotas: stated, reserved by orders, drawn on by work."""

from services.payroll.orders.reads import get_order
from services.payroll.orders.rules import CompletedWork, Order
from services.payroll.orders.use_cases import record_completed_work
from services.payroll.students import reads, rules, store
from services.payroll.students.rules import Studies
from services.payroll.workers.rules import ContractKind
from shared.postgres import Tx


def state_studies(tx: Tx, studies: Studies) -> None:
    """A worker studies in a year, and other employers use so many hours of their quota: from the next order on."""
    rules.assert_in_year(studies)
    store.lock_quota(tx, studies.member_id)
    store.add_studies(tx, studies)


def decide_kind(tx: Tx, order: Order) -> Order:
    """The order as a student's, when it is one by what was stated and reserved so far; else as it is."""
    store.lock_quota(tx, order.member_id)
    studies = reads.find_studies(tx, order.member_id, order.starts_on.year)
    return rules.as_decided(order, studies, reads.quota_of(tx, studies, beside=order.order_id))


def record_kind(tx: Tx, order: Order) -> None:
    """An order that was known has another kind, or reserves other hours."""
    store.save_kind(tx, order)


def record_work(tx: Tx, work: CompletedWork, *, late: bool) -> tuple[Order, bool]:
    """Work was completed. Of a student's order that needs more hours: reserved, or ordinary; whether it changed."""
    record_completed_work(tx, work)
    before = get_order(tx, work.order_id)
    if before.contract != ContractKind.STUDENT:
        return before, False
    store.lock_quota(tx, before.member_id)
    studies = reads.find_studies(tx, before.member_id, before.starts_on.year)
    after = rules.after_work(before, reads.worked_hours(tx, work.order_id),
                             reads.quota_of(tx, studies, beside=before.order_id), late=late)
    if after != before:
        store.save_kind(tx, after)
    return after, after != before
