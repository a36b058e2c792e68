"""The pay run: one transaction per part, from its budget to its payslip, its advance and its payment."""

from services.payroll.fund.use_cases import open_for_wage
from services.payroll.payments.use_cases import await_payment
from services.payroll.payslips.use_cases import issue_payslip
from services.payroll.wages.use_cases import work_out_part
from shared.postgres import Tx


def pay_part(tx: Tx, order_id: str, part: int) -> str | None:
    """Work out the wage of a part, once, with all that follows; its id, or nothing when there is none to pay."""
    wage = work_out_part(tx, order_id, part)
    if wage is None:
        return None
    issue_payslip(tx, wage)
    open_for_wage(tx, order_id, part)
    await_payment(tx, wage)
    return wage.wage_id
