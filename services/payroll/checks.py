"""Payroll's proofs (`sharedco verify`): each a name and what must hold."""

from collections.abc import Callable, Iterator

from services.payroll.absences.reads import prove_absences
from services.payroll.departures.reads import prove_exit_holiday_pay
from services.payroll.dues.reads import prove_dues
from services.payroll.employment_budgets.reads import prove_employment_budgets
from services.payroll.employment_contracts.reads import prove_employments
from services.payroll.fund.reads import advances_agree
from services.payroll.order_contracts.reads import prove_order_contracts
from services.payroll.orders.reads import guarantees_agree, mirror_agrees
from services.payroll.outside_payroll.reads import prove_outside_payroll
from services.payroll.payments.reads import batches_agree, payments_agree
from services.payroll.payslips.reads import payslips_are_whole, wages_have_payslips
from services.payroll.social_returns.reads import prove_social_returns
from services.payroll.students.reads import prove_quotas
from services.payroll.tax_returns.reads import prove_tax_returns
from services.payroll.wages.reads import budgets_agree, wages_agree
from shared.definitions import Check
from shared.ledger import CHECK as CHECK_LEDGER
from shared.outgoing import CHECK as CHECK_DOCUMENTS
from shared.postgres import Database, Tx


def _check(name: str, *proofs: Callable[[Tx], Iterator[str]]) -> Check:
    def run(database: Database) -> Iterator[str]:
        with database.proving() as tx:
            for prove in proofs:
                yield from prove(tx)

    return Check(name, run)


CHECKS = [
    CHECK_LEDGER,
    CHECK_DOCUMENTS,
    _check("employment budgets", budgets_agree, mirror_agrees),
    _check("wages", wages_agree, wages_have_payslips, prove_outside_payroll),
    _check("open-ended employments", prove_employments, prove_employment_budgets, prove_exit_holiday_pay),
    _check("contracts of orders", prove_order_contracts),
    _check("absences", prove_absences),
    _check("students' quotas", prove_quotas),
    _check("advances", advances_agree),
    _check("guarantees", guarantees_agree),
    _check("payslips", payslips_are_whole),
    _check("payments", batches_agree, payments_agree),
    _check("dues", prove_dues),
    _check("returns to social security", prove_social_returns),
    _check("returns of what is withheld", prove_tax_returns),
]
