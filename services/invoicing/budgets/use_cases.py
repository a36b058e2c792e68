"""Dividing turnovers: quoted beforehand, allocated at completion, taken back by credit notes."""

from services.invoicing.budgets import postings, store
from services.invoicing.budgets.reads import get_fee_rule
from services.invoicing.budgets.rules import Budget, FeeRule, divide_turnover, fee_back, kept_back
from services.invoicing.events import EmploymentBudgetAllocated, FeeBooked
from services.invoicing.invoices.rules.invoice import Issued
from services.invoicing.orders.rules.order import Order
from shared.identifiers import new_id
from shared.ledger import balance
from shared.money import Money, total
from shared.postgres import Tx


def quote_order(tx: Tx, *, amount: Money, expenses: Money | None) -> Budget:
    """What would become of an amount without VAT today: the same function as at completion."""
    return divide_turnover(amount, rule=get_fee_rule(tx), expenses=expenses or Money.zero(amount.currency))


def allocate_turnover(tx: Tx, order: Order, issued: Issued) -> str:
    """Divide what an invoice brings, and the deposits that it takes off; keep and book the division, announce it once.

    What the activity's approved expenses lack is kept back for them, up to a share: the work is paid.
    """
    invoice, rule = issued.invoice, get_fee_rule(tx)
    budget = divide_turnover(invoice.net, rule=rule, expenses=_for_expenses(tx, issued, rule))
    allocation_id = _divide(tx, issued, budget)
    prepaid = total((deposit.with_vat for deposit in issued.deposits), invoice.total.currency)
    for deposit in issued.deposits:
        before = divide_turnover(deposit.net, rule=rule, expenses=Money.zero(invoice.net.currency))
        _divide(tx, deposit.issued, before)
        budget = budget.with_deposit(before)
    tx.announce(
        FeeBooked(order_id=order.order_id, part=issued.part, activity_id=order.activity_id, member_id=order.member_id,
                  base=budget.net, rate=budget.rule.rate, fee=budget.fee),
        EmploymentBudgetAllocated(
            order_id=order.order_id, part=issued.part, allocation_id=allocation_id, member_id=order.member_id,
            activity_id=order.activity_id, client_id=order.client_id, client_country=order.client_country,
            amount=budget.budget, invoice_id=issued.invoice_id, invoice_total=invoice.total + prepaid,
            due_on=invoice.due_on, completed_on=invoice.supplied_on, prepaid=prepaid))
    return allocation_id


def _divide(tx: Tx, issued: Issued, budget: Budget) -> str:
    allocation_id = new_id("alc")
    store.add_budget(tx, issued, budget, allocation_id=allocation_id)
    postings.book_allocation(tx, issued, budget)
    return allocation_id


def _for_expenses(tx: Tx, issued: Issued, rule: FeeRule) -> Money:
    net = issued.invoice.net
    approved = store.sum_expenses(tx, issued.activity_id, net.currency)
    if not approved:
        return approved
    held, owed = (balance(tx, role, activity=issued.activity_id, entity=issued.entity, currency=net.currency)
                  for role in (postings.ACTIVITY, postings.OWED))
    return kept_back(net, rule=rule, approved=approved, there=-held - owed,
                     share=tx.tables.decimal("expenses_share_limit", tx.on))


def take_turnover_back(tx: Tx, note: Issued, *, corrected: Issued, before: Money) -> None:
    """A credit note gives a part of an invoice back: its fee goes back too, the activity bears the rest.

    `before` is what earlier notes gave back of the invoice, without VAT. Of a deposit nothing was divided until an
    invoice took off what was left of it then.
    """
    if not note.in_advance:
        net, rate = store.get_divided(tx, corrected.invoice_id, note.invoice.net.currency)
        given = before - (corrected.invoice.net - net)
        postings.book_taken_back(tx, note, fee_back=fee_back(note.invoice.net, before=given, rate=rate))
