"""What can wait, and who leads on from there."""

from collections.abc import Mapping
from enum import StrEnum

FOR_THE_CLIENT = "wage_waits_for_the_client"  # the code with which such a wage is blocked
FOR_THE_PARTNER = frozenset({"wage_awaits_outside_payroll", "pay_answer_outdated"})


class Matter(StrEnum):
    """What waits."""

    DATA_MISSING = "data_missing"  # the worker or the employer is not registered
    LATE_DECLARATION = "late_declaration"  # the work had begun: declare it late, or refuse it
    NO_ANSWER = "no_answer"  # the work begins and the authority has not answered
    DECLARATION_REFUSED = "declaration_refused"  # correct what was wrong, declare again
    UNDECLARED_WORK_PAID = "undeclared_work_paid"  # to be regularised with the authority
    BUDGET_MISSING = "budget_missing"  # completed work whose budget has not come
    WAGE_DUE = "wage_due"  # its pay day has come, and the work of that day has not worked it out yet
    WAGE_BLOCKED = "wage_blocked"  # could not be worked out
    PAYMENT_UNSENT = "payment_unsent"  # worked out, its day has passed, in no file: propose a run, or reopen one
    PAYMENT_REJECTED = "payment_rejected"
    PAYMENT_RETURNED = "payment_returned"
    PAYMENT_UNANSWERED = "payment_unanswered"  # sent, and no movement of the bank names it
    PAYMENT_TO_STOP = "payment_to_stop"  # at the bank, of what is paid or there already: have it stopped, mark it so
    PAYMENT_CLAIMED = "payment_claimed"  # a worker was paid twice: they give it back, or agree that it is set off
    PAYSLIP_SET_ASIDE = "payslip_set_aside"  # its paper could not be made
    CLAIM_UNINSURED = "claim_uninsured"  # an accident at work that nobody insures yet: declare the work, then send it
    CLAIM_TO_SEND = "claim_to_send"  # to the insurer, by the day that `why` names
    CLAIM_UNDECIDED = "claim_undecided"
    CLAIM_UNPAID = "claim_unpaid"  # accepted, and days of incapacity are not paid
    CLAIM_TO_SETTLE = "claim_to_settle"  # every day is paid, or it was refused: settle it, or ask the insurer again
    RETURN_HELD = "return_held"  # a return is being closed and something has to be settled first
    RETURN_UNANSWERED = "return_unanswered"  # it left, and the authority has not answered
    RETURN_REFUSED = "return_refused"  # to be put right and sent again
    RETURN_TO_ENTER = "return_to_enter"  # goes as no file: entered with the authority by hand, under its reference
    ANOMALY_OPEN = "anomaly_open"  # what the authority found wrong in a return
    WAGES_UNDECLARED = "wages_undeclared"  # wages of a closed period in no return: correct it
    DUE_WAITING = "due_waiting"  # to be proposed under the authority's reference
    DUE_PROPOSED = "due_proposed"
    DUE_UNANSWERED = "due_unanswered"  # sent, and no movement of the bank names it
    DUE_TO_STOP = "due_to_stop"  # a payment at the bank of what is paid already: have it stopped, mark it as rejected
    DUE_CLAIMED = "due_claimed"  # the authority owes it back: set it off, or wait for its money
    INCOMING_UNASSIGNED = "incoming_unassigned"  # money came in, and nobody knows what it settles
    EMPLOYMENT_ASKED = "employment_asked"  # an advisor approves it, or refuses it with a reason
    EMPLOYMENT_UNSIGNED = "employment_unsigned"  # approved: it lapses unless both sign before its first hour
    EMPLOYMENT_END_WANTED = "employment_end_wanted"  # one party named a last day: the other agrees, or names another
    EMPLOYMENT_STOPPED = "employment_stopped"  # a month could not be worked out
    EMPLOYMENT_SHORT = "employment_short"  # the budget will not carry it: find orders, or what was agreed happens
    EMPLOYMENT_BUDGET_LEFT = "employment_budget_left"  # it is over: the next employment takes over what is left
    ABSENCE_ASKED = "absence_asked"  # a clerk or an advisor accepts it, or refuses it with a reason
    ABSENCE_UNCERTIFIED = "absence_uncertified"  # sickness whose certificate has not come
    WORK_IN_ABSENCE = "work_in_absence"  # work was reported of a day of absence: write down the return, or settle it
    GUARANTEED_WAGE_OPEN = "guaranteed_wage_open"  # sickness in an order of a month or more: have it decided elsewhere
    DAY_TOO_LONG = "day_too_long"  # over all contracts: compensated, or what else became of it
    PAY_BELOW_MINIMUM = "pay_below_minimum"  # paid as the budget allowed: paid more, or what else became of it
    ORDER_CONTRACT_UNSIGNED = "order_contract_unsigned"  # both sign before the first hour, or somebody settles it


class Leader(StrEnum):
    """Whose step leads on."""

    CLERK = "payroll_clerk"
    AUTHORITY = "authority"
    INVOICING = "invoicing"
    BANK = "bank"
    CLIENT = "client"  # whose money the wage of unguaranteed work waits for
    PAYROLL = "payroll"  # by itself: the job `pay_wages`
    SECOND_PERSON = "second_person"
    WORKER = "worker"
    ADVISOR = "advisor"
    BOTH_PARTIES = "both_parties"
    INSURER = "insurer"
    PAYROLL_PARTNER = "payroll_partner"  # whose own payroll works the wage out


LEADERS: Mapping[Matter, Leader] = {
    Matter.DATA_MISSING: Leader.CLERK, Matter.LATE_DECLARATION: Leader.CLERK, Matter.NO_ANSWER: Leader.AUTHORITY,
    Matter.DECLARATION_REFUSED: Leader.CLERK, Matter.UNDECLARED_WORK_PAID: Leader.CLERK,
    Matter.BUDGET_MISSING: Leader.INVOICING, Matter.WAGE_DUE: Leader.PAYROLL, Matter.WAGE_BLOCKED: Leader.CLERK,
    Matter.PAYMENT_UNSENT: Leader.CLERK,
    Matter.PAYMENT_REJECTED: Leader.CLERK, Matter.PAYMENT_RETURNED: Leader.CLERK,
    Matter.PAYMENT_UNANSWERED: Leader.BANK, Matter.PAYMENT_TO_STOP: Leader.CLERK,
    Matter.PAYMENT_CLAIMED: Leader.WORKER, Matter.PAYSLIP_SET_ASIDE: Leader.CLERK,
    Matter.CLAIM_UNINSURED: Leader.CLERK, Matter.CLAIM_TO_SEND: Leader.CLERK, Matter.CLAIM_UNDECIDED: Leader.INSURER,
    Matter.CLAIM_UNPAID: Leader.INSURER, Matter.CLAIM_TO_SETTLE: Leader.CLERK,
    Matter.RETURN_HELD: Leader.CLERK, Matter.RETURN_UNANSWERED: Leader.AUTHORITY, Matter.RETURN_REFUSED: Leader.CLERK,
    Matter.RETURN_TO_ENTER: Leader.CLERK, Matter.ANOMALY_OPEN: Leader.CLERK, Matter.WAGES_UNDECLARED: Leader.CLERK,
    Matter.DUE_WAITING: Leader.CLERK, Matter.DUE_PROPOSED: Leader.SECOND_PERSON, Matter.DUE_UNANSWERED: Leader.BANK,
    Matter.DUE_TO_STOP: Leader.CLERK, Matter.DUE_CLAIMED: Leader.AUTHORITY, Matter.INCOMING_UNASSIGNED: Leader.CLERK,
    Matter.EMPLOYMENT_ASKED: Leader.ADVISOR, Matter.EMPLOYMENT_UNSIGNED: Leader.BOTH_PARTIES,
    Matter.EMPLOYMENT_END_WANTED: Leader.BOTH_PARTIES, Matter.EMPLOYMENT_STOPPED: Leader.CLERK,
    Matter.EMPLOYMENT_SHORT: Leader.WORKER, Matter.EMPLOYMENT_BUDGET_LEFT: Leader.WORKER,
    Matter.ABSENCE_ASKED: Leader.CLERK, Matter.ABSENCE_UNCERTIFIED: Leader.WORKER,
    Matter.WORK_IN_ABSENCE: Leader.CLERK, Matter.GUARANTEED_WAGE_OPEN: Leader.CLERK,
    Matter.ORDER_CONTRACT_UNSIGNED: Leader.BOTH_PARTIES,
    Matter.DAY_TOO_LONG: Leader.ADVISOR, Matter.PAY_BELOW_MINIMUM: Leader.ADVISOR,
}


def leader_of(matter: Matter, why: str) -> Leader:
    """Whose step leads on; a wage that waits for the client's money, or for the partner's payroll, is nobody's here."""
    if matter is Matter.WAGE_BLOCKED and why in FOR_THE_PARTNER:
        return Leader.PAYROLL_PARTNER
    return Leader.CLIENT if matter is Matter.WAGE_BLOCKED and why == FOR_THE_CLIENT else LEADERS[matter]
