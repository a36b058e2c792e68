"""Showing payslips, and having one printed again that could not be."""

from typing import Any

from services.payroll.payslips import reads, schemas, use_cases
from services.payroll.wages.reads import owner_of_wage
from shared.bus import allow, command, query
from shared.postgres import Tx


class PayslipHandlers:
    """What is asked about payslips."""

    @query(schemas.GetPayslip, response=schemas.PayslipDetail, allow=allow("payroll_clerk", self_by=owner_of_wage))
    def get_payslip(self, tx: Tx, *, wage_id: str) -> dict[str, Any]:
        """The payslip of a wage as PDF, once the job `print_payslips` has made it."""
        return reads.get_payslip(tx, wage_id)

    @command(schemas.GetPayslip, allow=allow("payroll_clerk", "ops"))
    def print_payslip_again(self, tx: Tx, *, wage_id: str) -> None:
        """Have the next run print a payslip again whose paper was set aside."""
        use_cases.print_again(tx, wage_id)
