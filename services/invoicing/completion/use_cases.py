"""Completing work: in one transaction the invoice, its fee and the employment budget, so day seven waits for nobody."""

from datetime import date
from typing import Any

from services.invoicing.domain.budget import divide_turnover
from services.invoicing.domain.completion import Registration, complete, first_day
from services.invoicing.domain.events import EmploymentBudgetAllocated, FeeBooked, InvoiceIssued, WorkDay
from services.invoicing.domain.order import Order
from services.invoicing.store import invoices, orders, people
from services.invoicing.store.invoices import Issued
from services.invoicing.use_cases import books
from services.invoicing.use_cases.issuing import Supply, issue_invoice
from services.invoicing.use_cases.orders import fee_rule
from shared.identifiers import new_id
from shared.money import Money
from shared.postgres import Tx


def complete_work(
    tx: Tx, *, order_id: str, part: int, completed_on: date, days: list[dict[str, Any]],
) -> dict[str, Any]:
    """A part of an order is done: invoice it, book the fee, give what is left to employment."""
    registration = Registration(completed_on=completed_on, registered_on=tx.on,
                                days=tuple(WorkDay(**day) for day in sorted(days, key=lambda day: day["on"])))
    order, done = complete(orders.lock_order(tx, order_id), part, registration=registration,
                           employment=orders.get_employment(tx, order_id))
    late = registration.is_late(tx.tables.integer("wage_delay_days", tx.on))
    orders.save_completed(tx, order, part, registration, late=late)
    tx.announce(done)
    issued = issue_invoice(tx, order, people.get_client(tx, order.client_id), _supply(order, part, registration))
    allocation_id = _allocate(tx, order, issued)
    return {"order_id": order_id, "part": part, "state": order.state, "invoice_id": issued.invoice_id,
            "number": issued.invoice.number, "net": issued.invoice.net, "vat": issued.invoice.vat,
            "total": issued.invoice.total, "due_on": issued.invoice.due_on, "allocation_id": allocation_id,
            "structured_communication": issued.invoice.structured_communication, "late": late}


def _supply(order: Order, number: int, registration: Registration) -> Supply:
    part = order.part(number)
    hours = sum(day.hours for day in registration.days)
    return Supply(
        part=number, description=part.description, net=part.amount,
        detail=f"{order.title}: {len(registration.days)} j/d, {hours} h",
        supplied_from=first_day(registration.days), supplied_on=registration.completed_on)


def _allocate(tx: Tx, order: Order, issued: Issued) -> str:
    """Divide the turnover, keep and book the division, say it. Expenses come in with their own approval."""
    invoice, allocation_id = issued.invoice, new_id("alc")
    budget = divide_turnover(invoice.net, rule=fee_rule(tx), expenses=Money.zero(invoice.net.currency))
    invoices.add_budget(tx, allocation_id=allocation_id, invoice_id=issued.invoice_id, order_id=order.order_id,
                        part=issued.part, budget=budget)
    books.book_invoice(tx, order, issued.invoice_id, invoice, budget)
    whose: dict[str, Any] = {"order_id": order.order_id, "part": issued.part, "member_id": order.member_id}
    tx.announce(
        InvoiceIssued(invoice_id=issued.invoice_id, number=invoice.number, client_id=order.client_id,
                      issued_on=invoice.issued_on, due_on=invoice.due_on, net=invoice.net, vat=invoice.vat,
                      total=invoice.total, **whose),
        FeeBooked(activity_id=order.activity_id, base=budget.net, rate=budget.rule.rate, fee=budget.fee, **whose),
        EmploymentBudgetAllocated(
            allocation_id=allocation_id, activity_id=order.activity_id, client_id=order.client_id,
            client_country=order.client_country, amount=budget.budget, invoice_id=issued.invoice_id,
            invoice_total=invoice.total, due_on=invoice.due_on, completed_on=invoice.supplied_on, **whose))
    return allocation_id
