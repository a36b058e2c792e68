"""Completing work: in one transaction the invoice, its fee and the employment budget, so day seven waits for nobody."""

from collections.abc import Sequence
from datetime import date

from services.invoicing.budgets.use_cases import allocate_turnover
from services.invoicing.clients.reads import get_client
from services.invoicing.completion import rules, store
from services.invoicing.completion.rules import Completion, WorkReport
from services.invoicing.events import WorkDay
from services.invoicing.invoices.use_cases import issue_invoice
from services.invoicing.orders.use_cases import order_for_work
from services.invoicing.receivables.use_cases import claim
from shared.postgres import Tx


def complete_work(
    tx: Tx, *, order_id: str, part: int, completed_on: date, days: Sequence[WorkDay],
) -> Completion:
    """A part of an order is done: invoice it, book the fee, give what is left to employment."""
    report = WorkReport(completed_on=completed_on, registered_on=tx.on,
                        days=tuple(sorted(days, key=lambda day: day.on)))
    before, employment = order_for_work(tx, order_id)
    order, done = rules.complete(before, part, report=report, employment=employment)
    late = report.is_late(tx.tables.integer("wage_delay_days", tx.on))
    store.save_completed(tx, order, part, report, late=late)
    tx.announce(done)
    client = get_client(tx, client_id=order.client_id)
    issued = issue_invoice(tx, order, client, part=part, worked_on=[day.on for day in report.days],
                           hours=report.hours, supplied_on=completed_on)
    claim(tx, issued)
    allocation_id = allocate_turnover(tx, order, issued)
    return Completion(order=order, issued=issued, allocation_id=allocation_id, late=late, undeclared=done.undeclared)
