"""Answers to questions, and the proofs that payroll's books are whole: SQL in, dictionaries and sentences out."""

from services.payroll.reads.answers import (
    get_declaration,
    get_guarantee_fund,
    get_job_statement,
    get_payslip,
    get_wage,
    list_advances,
    list_blocked_wages,
    list_declarations,
    list_wages,
    owner_of_order,
    owner_of_wage,
)

__all__ = [
    "get_declaration", "get_guarantee_fund", "get_job_statement", "get_payslip", "get_wage", "list_advances",
    "list_blocked_wages", "list_declarations", "list_wages", "owner_of_order", "owner_of_wage",
]
