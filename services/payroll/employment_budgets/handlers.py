"""What-if, and every cent of an employment's budget."""

from datetime import date
from decimal import Decimal
from typing import Any

from services.payroll.employment_budgets import schemas, use_cases
from services.payroll.employment_contracts.reads import owner_of_employment
from shared.bus import allow, query
from shared.money import Money
from shared.postgres import Tx


class EmploymentBudgetHandlers:
    """What is asked about the budgets of employments."""

    @query(schemas.QuoteEmployment, response=schemas.EmploymentQuoteDetail,
           allow=allow("payroll_clerk", "advisor", self_by="member_id"))
    def quote_employment(
        self, tx: Tx, *, member_id: str, starts_on: date, weekly_hours: Decimal, gross: Money, months: int,
    ) -> Any:
        """How long one's budget carries an employment without an end, and which wage it would carry."""
        return use_cases.quote_employment(tx, member_id=member_id, starts_on=starts_on, weekly_hours=weekly_hours,
                                          gross=gross, months=months)

    @query(schemas.GetEmploymentBudget, response=schemas.EmploymentBudgetDetail,
           allow=allow("payroll_clerk", "advisor", "accountant", "auditor", self_by=owner_of_employment))
    def get_employment_budget(self, tx: Tx, *, employment_id: str) -> dict[str, Any]:
        """What fed an employment, what its months took, what is left and how long that lasts."""
        return use_cases.get_budget(tx, employment_id)
