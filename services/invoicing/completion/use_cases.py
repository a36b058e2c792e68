"""Completing work: in one transaction the invoice, its fee and the employment budget, so day seven waits for nobody."""

from collections.abc import Mapping, Sequence
from datetime import date

from services.invoicing.budgets.rules import Turnover
from services.invoicing.budgets.use_cases import allocate_turnover
from services.invoicing.clients.reads import get_client
from services.invoicing.completion import rules, store
from services.invoicing.completion.rules import Completion, WorkReport
from services.invoicing.countries.protocol import law
from services.invoicing.events import WorkDay
from services.invoicing.invoices.rules.invoice import Issued
from services.invoicing.invoices.use_cases import Supply, issue_invoice
from services.invoicing.orders.rules import Order
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
    issued = issue_invoice(tx, order, client, _supply(order, part, report, law(tx).paper_words(client.language)))
    claim(tx, issued)
    return Completion(order=order, issued=issued, allocation_id=allocate_turnover(tx, _turnover(order, issued)),
                      late=late)


def _supply(order: Order, number: int, report: WorkReport, words: Mapping[str, str]) -> Supply:
    part, hours = order.part(number), sum(day.hours for day in report.days)
    worked = words["days_and_hours"].format(days=len(report.days), hours=hours)
    return Supply(part=number, description=part.description, net=part.amount, detail=f"{order.title}: {worked}",
                  supplied_from=report.first_day, supplied_on=report.completed_on)


def _turnover(order: Order, issued: Issued) -> Turnover:
    invoice = issued.invoice
    return Turnover(
        invoice_id=issued.invoice_id, number=invoice.number, order_id=order.order_id, part=issued.part,
        activity_id=order.activity_id, member_id=order.member_id, client_id=order.client_id,
        client_country=order.client_country, entity=order.entity, net=invoice.net, invoice_total=invoice.total,
        due_on=invoice.due_on, completed_on=invoice.supplied_on)
