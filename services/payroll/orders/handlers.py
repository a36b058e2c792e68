"""Budgets, as invoicing tells them."""

from services.payroll.orders import schemas, use_cases
from shared.bus import Event, handles
from shared.postgres import Tx


class OrderHandlers:
    """What is consumed about the budgets of ordered work."""

    @handles("invoicing.employment_budget_allocated", schemas.EmploymentBudgetAllocated)
    def on_employment_budget_allocated(self, tx: Tx, event: Event) -> None:
        """There is budget for the wage."""
        use_cases.record_budget(tx, schemas.allocation(event))
