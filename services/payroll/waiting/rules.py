"""What can wait, and who leads on from there."""

from collections.abc import Mapping
from enum import StrEnum


class Matter(StrEnum):
    """What waits."""

    DATA_MISSING = "data_missing"  # the worker or the employer is not registered
    LATE_DECLARATION = "late_declaration"  # the work had begun: declare it late, or refuse it
    NO_ANSWER = "no_answer"  # the work begins and the authority has not answered
    DECLARATION_REFUSED = "declaration_refused"  # correct what was wrong, declare again
    UNDECLARED_WORK_PAID = "undeclared_work_paid"  # to be regularised with the authority
    BUDGET_MISSING = "budget_missing"  # completed work whose budget has not come
    WAGE_BLOCKED = "wage_blocked"  # could not be worked out
    PAYMENT_UNSENT = "payment_unsent"  # worked out, its day has passed, in no file: propose a run, or reopen one
    PAYMENT_REJECTED = "payment_rejected"
    PAYMENT_RETURNED = "payment_returned"
    PAYMENT_UNANSWERED = "payment_unanswered"  # sent, and no movement of the bank names it
    PAYSLIP_SET_ASIDE = "payslip_set_aside"  # its paper could not be made


class Leader(StrEnum):
    """Whose step leads on."""

    CLERK = "payroll_clerk"
    AUTHORITY = "authority"
    INVOICING = "invoicing"
    BANK = "bank"


LEADERS: Mapping[Matter, Leader] = {
    Matter.DATA_MISSING: Leader.CLERK, Matter.LATE_DECLARATION: Leader.CLERK, Matter.NO_ANSWER: Leader.AUTHORITY,
    Matter.DECLARATION_REFUSED: Leader.CLERK, Matter.UNDECLARED_WORK_PAID: Leader.CLERK,
    Matter.BUDGET_MISSING: Leader.INVOICING, Matter.WAGE_BLOCKED: Leader.CLERK,
    Matter.PAYMENT_UNSENT: Leader.CLERK,
    Matter.PAYMENT_REJECTED: Leader.CLERK, Matter.PAYMENT_RETURNED: Leader.CLERK,
    Matter.PAYMENT_UNANSWERED: Leader.BANK, Matter.PAYSLIP_SET_ASIDE: Leader.CLERK,
}
