"""Showing payslips."""

from typing import Any

from services.payroll.payslips import reads, schemas
from services.payroll.wages.reads import owner_of_wage
from shared.bus import allow, query
from shared.postgres import Tx


class PayslipHandlers:
    """What is asked about payslips."""

    @query(schemas.GetPayslip, response=schemas.PayslipDetail, allow=allow("payroll_clerk", self_by=owner_of_wage))
    def get_payslip(self, tx: Tx, *, wage_id: str) -> dict[str, Any]:
        """The payslip of a wage as PDF."""
        return reads.get_payslip(tx, wage_id)
