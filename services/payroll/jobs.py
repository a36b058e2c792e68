"""Payroll's long work: `sharedco job pay_wages --on DAY`."""

from collections.abc import Mapping
from datetime import time

from services.payroll.certificates.use_cases import print_certificates
from services.payroll.employment_budgets.use_cases import keep_employments
from services.payroll.employment_contracts.use_cases import print_contracts
from services.payroll.order_contracts.use_cases import print_order_contracts
from services.payroll.outside_payroll.use_cases import ask_outside_payroll
from services.payroll.payslips.use_cases import print_payslips
from services.payroll.runs.use_cases import assert_may_pay, pay_wages, send_approved_runs
from services.payroll.social_returns.use_cases import close_social_returns
from services.payroll.tax_returns.use_cases import print_yearly_papers
from shared.definitions import Job
from shared.schedule import Schedule

JOBS: Mapping[str, Job] = {
    "keep_employments": Job(
        "keep_employments", "Feed open-ended employments, work out their months that are over, warn of short budgets.",
        keep_employments, Schedule(at=time(6, 0))),
    "print_contracts": Job("print_contracts", "Print every employment contract that has no paper yet.", print_contracts,
                           Schedule(at=time(0, 0), every_minutes=1)),
    "print_order_contracts": Job(
        "print_order_contracts", "Write and print the contract of every order that has none of what is agreed now.",
        print_order_contracts, Schedule(at=time(0, 0), every_minutes=1)),
    "ask_outside_payroll": Job(
        "ask_outside_payroll", "Ask the partner's own payroll for every wage that it is to work out.",
        ask_outside_payroll, Schedule(at=time(0, 0), every_minutes=5)),
    "pay_wages": Job("pay_wages", "Work out and send every wage to be paid by the day.", pay_wages,
                     Schedule(at=time(6, 30), bank_days_only=True), assert_may_run=assert_may_pay),
    "send_pay_runs": Job("send_pay_runs", "Send every pay run that a second person approved.", send_approved_runs,
                         Schedule(at=time(6, 45), bank_days_only=True, every_minutes=15)),
    "print_payslips": Job("print_payslips", "Print every payslip that has no paper yet.", print_payslips,
                          Schedule(at=time(0, 0), every_minutes=1)),
    "close_social_returns": Job(
        "close_social_returns", "State the workers of every return to social security that is being closed.",
        close_social_returns, Schedule(at=time(0, 0), every_minutes=1)),
    "print_certificates": Job("print_certificates", "Print every certificate of cover that has no paper yet.",
                              print_certificates, Schedule(at=time(0, 0), every_minutes=1)),
    "print_yearly_papers": Job("print_yearly_papers", "Print every worker's year that has no paper yet.",
                               print_yearly_papers, Schedule(at=time(3, 0))),
}
