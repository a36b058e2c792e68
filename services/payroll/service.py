"""Payroll: the class that the bus knows, and the order of its capabilities."""

from typing import ClassVar

from services.payroll.absences.handlers import AbsenceHandlers
from services.payroll.books.handlers import BookHandlers
from services.payroll.certificates.handlers import CertificateHandlers
from services.payroll.claims.handlers import ClaimHandlers
from services.payroll.declarations.handlers import DeclarationHandlers
from services.payroll.dues.handlers import DueHandlers
from services.payroll.employment_budgets.handlers import EmploymentBudgetHandlers
from services.payroll.employment_contracts.handlers import EmploymentHandlers
from services.payroll.fund.handlers import FundHandlers
from services.payroll.order_contracts.handlers import OrderContractHandlers
from services.payroll.orders.handlers import OrderHandlers
from services.payroll.outside_payroll.handlers import OutsidePayrollHandlers
from services.payroll.payments.handlers import PaymentHandlers
from services.payroll.payslips.handlers import PayslipHandlers
from services.payroll.runs.handlers import RunHandlers
from services.payroll.social_returns.handlers import SocialReturnHandlers
from services.payroll.statements.handlers import StatementHandlers
from services.payroll.students.handlers import StudentHandlers
from services.payroll.tax_returns.handlers import TaxReturnHandlers
from services.payroll.wages.handlers import WageHandlers
from services.payroll.waiting.handlers import WaitingHandlers
from services.payroll.workers.handlers import WorkerHandlers
from services.payroll.working_time.handlers import WorkingTimeHandlers


class Payroll(
    WorkerHandlers, OrderHandlers, StudentHandlers, DeclarationHandlers, CertificateHandlers, OutsidePayrollHandlers,
    WageHandlers, PayslipHandlers, EmploymentHandlers, AbsenceHandlers, FundHandlers, EmploymentBudgetHandlers,
    DueHandlers, PaymentHandlers, RunHandlers, SocialReturnHandlers, TaxReturnHandlers, StatementHandlers,
    ClaimHandlers, WaitingHandlers, BookHandlers, WorkingTimeHandlers, OrderContractHandlers,
):
    """Employment from the signed order to the paid wage, and what the guarantee fund carries for it."""

    name = "payroll"
    requires_schemas = ("shared.bus", "shared.ledger", "shared.outgoing", "shared.approval")
    capabilities: ClassVar[tuple[str, ...]] = (
        "workers", "invoices", "orders", "working_time", "students", "cover", "declarations", "certificates",
        "outside_payroll", "wages", "payslips", "employment_contracts", "order_contracts", "absences", "departures",
        "fund", "employment_budgets", "dues", "payments", "runs", "social_returns", "tax_returns", "statements",
        "claims", "waiting", "books")
