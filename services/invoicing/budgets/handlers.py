"""Budgets: questions."""

from services.invoicing.activities.reads import owner_of_activity
from services.invoicing.budgets import reads, schemas, use_cases
from services.invoicing.budgets.reads import ActivityStatement
from services.invoicing.budgets.rules import Budget
from shared.bus import allow, query
from shared.money import Money
from shared.postgres import Tx


class BudgetHandlers:
    """What becomes of a turnover, before and after."""

    @query(schemas.QuoteOrder, response=schemas.Quote,
           allow=allow("advisor", "member", "accountant", "visitor"))
    def quote_order(self, tx: Tx, *, amount: Money, expenses: Money | None) -> Budget:
        """What would become of an amount without VAT today."""
        return use_cases.quote_order(tx, amount=amount, expenses=expenses)

    @query(schemas.GetActivityStatement, response=schemas.ActivityStatementDetail,
           allow=allow("advisor", "accountant", "auditor", self_by=owner_of_activity))
    def get_activity_statement(self, tx: Tx, *, activity_id: str, order_id: str) -> ActivityStatement:
        """Where every cent of an activity, or of one order, went."""
        return reads.get_activity_statement(tx, activity_id=activity_id, order_id=order_id)
