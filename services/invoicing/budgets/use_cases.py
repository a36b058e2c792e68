"""Dividing turnovers: quoted beforehand, allocated at completion, taken back by credit notes."""

from services.invoicing.budgets import postings, store
from services.invoicing.budgets.rules import Budget, FeeRule, TakenBack, Turnover, divide_turnover
from services.invoicing.events import EmploymentBudgetAllocated, FeeBooked
from shared.identifiers import new_id
from shared.money import Money
from shared.postgres import Tx


def quote_order(tx: Tx, *, amount: Money, expenses: Money | None) -> Budget:
    """What would become of an amount without VAT today: the same function as at completion."""
    return divide_turnover(amount, rule=_fee_rule(tx), expenses=expenses or Money.zero(amount.currency))


def allocate_turnover(tx: Tx, turnover: Turnover) -> str:
    """Divide the turnover, keep and book the division, announce it. Expenses come in with their own approval."""
    allocation_id = new_id("alc")
    budget = divide_turnover(turnover.net, rule=_fee_rule(tx), expenses=Money.zero(turnover.net.currency))
    store.add_budget(tx, turnover, budget, allocation_id=allocation_id)
    postings.book_allocation(tx, turnover, budget)
    tx.announce(
        FeeBooked(order_id=turnover.order_id, part=turnover.part, activity_id=turnover.activity_id,
                  member_id=turnover.member_id, base=budget.net, rate=budget.rule.rate, fee=budget.fee),
        EmploymentBudgetAllocated(
            order_id=turnover.order_id, part=turnover.part, allocation_id=allocation_id, member_id=turnover.member_id,
            activity_id=turnover.activity_id, client_id=turnover.client_id, client_country=turnover.client_country,
            amount=budget.budget, invoice_id=turnover.invoice_id, invoice_total=turnover.invoice_total,
            due_on=turnover.due_on, completed_on=turnover.completed_on))
    return allocation_id


def take_turnover_back(tx: Tx, taken: TakenBack) -> None:
    """A credit note gives a part of an invoice back: its fee goes back too, the activity bears the rest."""
    postings.book_taken_back(tx, taken, fee_back=taken.fee_back(store.get_fee_rate(tx, taken.invoice_id)))


def _fee_rule(tx: Tx) -> FeeRule:
    row = tx.tables.row("fee_rate", tx.on)
    return FeeRule(rate=row.decimal(), source=row.source)
