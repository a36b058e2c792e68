"""What became of each turnover, as rows."""

from decimal import Decimal

from services.invoicing.budgets.rules import Budget
from services.invoicing.invoices.rules.invoice import Issued
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def add_budget(tx: Tx, issued: Issued, budget: Budget, *, allocation_id: str) -> None:
    """Keep what became of a issued."""
    tx.run(Q.add_budget, allocation_id=allocation_id, invoice_id=issued.invoice_id, order_id=issued.order_id,
           part=issued.part, currency=budget.net.currency, net_cents=budget.net.cents, fee_rate=budget.rule.rate,
           fee_source=budget.rule.source, fee_cents=budget.fee.cents, expenses_cents=budget.expenses.cents,
           budget_cents=budget.budget.cents)


def sum_expenses(tx: Tx, activity_id: str, currency: str) -> Money:
    """What the approved expenses of an activity cost that were not refunded yet."""
    return Money(tx.single(Q.sum_expenses, activity_id=activity_id, currency=currency)["cents"], currency)


def get_divided(tx: Tx, invoice_id: str, currency: str) -> tuple[Money, Decimal]:
    """What of an invoice was divided, without VAT, and the rate at which its fee was taken."""
    row = tx.single(Q.get_budget, invoice_id=invoice_id)
    return Money(row["net_cents"], currency), Decimal(row["fee_rate"])
