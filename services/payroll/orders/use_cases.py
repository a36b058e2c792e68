"""Orders, completed work and budgets: what a wage needs before it can be worked out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from services.payroll.countries.protocol import law
from services.payroll.events import GuaranteeRefusedBecause, WagesPlanned
from services.payroll.invoices.use_cases import lock_claims, record_invoice
from services.payroll.orders import reads, store
from services.payroll.orders.errors import PartUnknown, WageWaitsForTheClient
from services.payroll.orders.postings import budget_received
from services.payroll.orders.rules import (
    Allocation,
    Block,
    CompletedWork,
    Order,
    OrderedPart,
    PartId,
    assert_payable,
    is_beyond,
    judge_guarantee,
    pay_day,
    plan_wages,
    refused_because,
    scopes_of,
    stays_guaranteed,
)
from shared.ledger import post
from shared.money import Money
from shared.postgres import Tx


def record_order(tx: Tx, order: Order) -> None:
    """Work was agreed, signed by its client or not: whether the fund guarantees it is told at once."""
    order = _within_limits(tx, order)
    store.add_order(tx, order)
    store.count_guarantees(tx, [order.order_id])
    tx.announce(judge_guarantee(order, on=tx.on))
    _tell_planned(tx, order.order_id)


def record_amendment(tx: Tx, order: Order) -> None:
    """Other work was agreed: whether the fund guarantees it is judged anew, unless it wants no more of the fund."""
    if not stays_guaranteed(reads.get_order(tx, order.order_id), order):
        order = _within_limits(tx, order)
    store.save_amended_order(tx, order)
    store.count_guarantees(tx, [order.order_id])
    tx.announce(judge_guarantee(order, on=tx.on))
    _tell_planned(tx, order.order_id)


def _tell_planned(tx: Tx, order_id: str) -> None:
    """Tell what an order's wages will still take, so that nothing else spends it."""
    order, (allocated, open_parts) = reads.get_order(tx, order_id), reads.planned_of(tx, order_id)
    tx.announce(WagesPlanned(
        order_id=order_id, member_id=order.member_id, planned_on=tx.on,
        amount=plan_wages(order, fee=tx.tables.decimal("fixed_contribution", tx.on),
                          allocated=Money(allocated, order.amount.currency), open_parts=open_parts)))


def _within_limits(tx: Tx, order: Order) -> Order:
    """The order, with the reason for which the fund does not guarantee it by what the cooperative set, if there is one.

    No row, no limit: which country's clients are guaranteed, and up to how much, is the cooperative's to set.
    """
    return replace(order, withheld=_country_or_limit(tx, order) or "")


def _country_or_limit(tx: Tx, order: Order) -> GuaranteeRefusedBecause | None:
    if any(order.client_country not in row["value"] for row in reads.rows_in_force(tx, "guaranteed_countries")):
        return GuaranteeRefusedBecause.CLIENT_COUNTRY
    for scope, whose in scopes_of(order).items():
        for row in reads.rows_in_force(tx, "guarantee_limit", scope):
            limit = Money.of(row["value"], order.amount.currency)
            if is_beyond(limit, order, beside=reads.guaranteed_beside(tx, order, scope, whose)):
                return GuaranteeRefusedBecause.LIMIT_REACHED
    return None


def record_employment(tx: Tx, order: Order) -> None:
    """An employment without an end was agreed: no client orders it, so there is nothing to guarantee or to tell."""
    store.add_order(tx, order)


def record_month(tx: Tx, part: OrderedPart, work: CompletedWork, budget: Money) -> None:
    """A month of an employment without an end is over: its wage falls due as that of any completed part."""
    store.add_month(tx, work.order_id, part)
    record_completed_work(tx, work)
    store.add_month_budget(tx, work.order_id, part.part, budget)


def record_end_of_employment(tx: Tx, order_id: str, last_on: date | None) -> None:
    """The employment has a last day, or never took place."""
    if last_on is None:
        store.save_cancelled_order(tx, order_id)
    else:
        store.save_end(tx, order_id, last_on)


def record_cancellation(tx: Tx, order_id: str) -> None:
    """The work will not take place."""
    store.save_cancelled_order(tx, order_id)
    store.count_guarantees(tx, [order_id])
    _tell_planned(tx, order_id)


def record_completed_work(tx: Tx, work: CompletedWork) -> None:
    """A part was completed: its wage falls due after the country's delay, on the bank day on or before."""
    day = pay_day(law(tx).due_on(tx.tables, work.completed_on), law(tx).bank_closing_days(work.completed_on),
                  known_on=work.registered_on)
    if not store.save_completed_part(tx, work, day):
        raise PartUnknown(order_id=work.order_id, part=work.part)


def record_budget(tx: Tx, allocation: Allocation) -> None:
    """Invoicing allocated budget to the employment of a part: it is on the order's budget account from now on."""
    order = reads.get_order(tx, allocation.order_id)
    record_invoice(tx, allocation.invoice)
    store.add_allocation(tx, allocation)
    store.count_guarantees(tx, [order.order_id])
    post(tx, budget_received(allocation, order, tx.on))
    _tell_planned(tx, order.order_id)


def count_guarantees_behind(tx: Tx, invoice_ids: Collection[str]) -> None:
    """Something became of invoices: what came in whole is guaranteed no longer, what was taken back is again."""
    if order_ids := reads.orders_of_invoices(tx, invoice_ids):
        store.count_guarantees(tx, order_ids)


def wait_for_clients(tx: Tx, parts: Sequence[PartId]) -> dict[PartId, Block]:
    """Which wages wait for the client's money: those of work that is not guaranteed; only their claims are locked."""
    orders = reads.get_orders(tx, {part.order_id for part in parts})
    unguaranteed = [part for part in parts if refused_because(orders[part.order_id])]
    invoices = reads.invoices_of_parts(tx, unguaranteed)
    claims = lock_claims(tx, invoices.values())
    waiting = {}
    for part in unguaranteed:
        try:
            assert_payable(orders[part.order_id], claims[invoices[part]])
        except WageWaitsForTheClient as refusal:
            waiting[part] = Block(refusal.code, refusal.message)
    return waiting


def block_parts(tx: Tx, blocked: Mapping[PartId, Block]) -> None:
    """Write down why wages could not be worked out, so that somebody sees it; the next run tries again."""
    if blocked:
        store.save_blocked(tx, blocked)
