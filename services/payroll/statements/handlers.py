"""Wages and budgets as people ask for them."""

from typing import Any

from services.payroll.orders.reads import owner_of_order
from services.payroll.statements import reads, schemas
from services.payroll.wages.reads import owner_of_wage
from shared.bus import allow, query
from shared.postgres import Tx


class StatementHandlers:
    """What is asked about wages and budgets."""

    @query(schemas.GetWage, response=schemas.WageDetail, allow=allow("payroll_clerk", self_by=owner_of_wage))
    def get_wage(self, tx: Tx, *, wage_id: str) -> dict[str, Any]:
        """A wage, line by line."""
        return reads.get_wage(tx, wage_id)

    @query(schemas.ListWages, response=schemas.WageSummary, many=True,
           allow=allow("payroll_clerk", "accountant", self_by="member_id"))
    def list_wages(
        self, tx: Tx, *, after: str, limit: int, member_id: str, order_id: str, state: str,
    ) -> list[dict[str, Any]]:
        """Wages and where their payments stand."""
        return reads.list_wages(tx, after=after, limit=limit, member_id=member_id, order_id=order_id, state=state)

    @query(schemas.ListBlockedWages, response=schemas.BlockedWage, many=True, allow=allow("payroll_clerk", "advisor"))
    def list_blocked_wages(self, tx: Tx, *, limit: int) -> list[dict[str, Any]]:
        """Wages that are due and could not be worked out, with the refusal."""
        return reads.list_blocked_wages(tx, limit)

    @query(schemas.GetJobStatement, response=schemas.JobStatement,
           allow=allow("payroll_clerk", "advisor", "accountant", self_by=owner_of_order))
    def get_job_statement(self, tx: Tx, *, order_id: str) -> dict[str, Any]:
        """Every cent of an order's employment budget."""
        return reads.get_job_statement(tx, order_id)
