"""The words behind codes that services answer: roles, states, lines of a wage, what blocks one."""

from dataclasses import dataclass

from services.portal.frame.languages import N_

ROLES = {
    "member": N_("member"), "applicant": N_("somebody who wants to join"),
    "advisor": N_("advisor"), "desk": N_("member desk"), "payroll_clerk": N_("payroll clerk"),
    "accountant": N_("accountant"), "board": N_("board"), "returning_officer": N_("returning officer"),
    "auditor": N_("auditor"), "ops": N_("operator"),
}
WAGE_STATES = {
    "to_send": N_("goes to the bank next"), "nothing_to_pay": N_("nothing to pay"), "sent": N_("at the bank"),
    "accepted": N_("accepted by the bank"), "rejected": N_("rejected by the bank"),
    "paid": N_("paid"), "returned": N_("back from the bank"),
}
ORDER_STATES = {
    "drafted": N_("draft"), "sent": N_("with the client"), "signed": N_("signed"),
    "agreed": N_("agreed, not signed"), "completed": N_("work done"), "cancelled": N_("cancelled"),
}
LETTERS = {
    "invitation": N_("Invitation to an information session"), "promotion": N_("A seat in an information session"),
    "acceptance": N_("Your registration was accepted"), "share_call": N_("Call for a share"),
    "reminder": N_("Reminder of a share"), "admission": N_("Admission as a member"),
    "resignation": N_("Your resignation"), "exclusion_proposed": N_("An exclusion was proposed"),
    "payee_code": N_("The code that confirms your bank account"),
    "kept": N_("You remain a member"),
    "exclusion": N_("Decision on an exclusion"),
}
UNITS = {
    "lump_sum": N_("lump sum"), "hour": N_("hour(s)"), "half_day": N_("half-day(s)"), "day": N_("day(s)"),
    "month": N_("month(s)"), "piece": N_("piece(s)"), "page": N_("page(s)"), "word": N_("word(s)"),
    "kilometre": N_("km"),
}
DECLINE_REASONS = {
    "price": N_("The price"), "dates": N_("The dates"), "scope": N_("The work is not what we need"),
    "not_ordered": N_("We did not ask for this"), "other": N_("Something else"),
}
REGISTRATION_STATES = {
    "draft": N_("draft"), "submitted": N_("handed in"), "verified": N_("identity checked"), "accepted": N_("accepted"),
    "refused": N_("refused"), "withdrawn": N_("withdrawn"),
}
DESTINATIONS = {
    "net": N_("You, on your account"),
    "withholding": N_("Tax, paid in advance for you"),
    "employee_social_security": N_("Your social security"),
    "employer_contributions": N_("The employer's social security"),
    "holiday_provision": N_("Your holiday pay, set aside"),
    "other_charges": N_("Insurance and care at work"),
    "variable_share": N_("The mutual fund, shared by all"),
    "fee": N_("The cooperative, which you own"),
}


@dataclass(frozen=True, slots=True)
class LineWords:
    """What a line of a calculation is called, and why it is there."""

    label: str
    why: str


LINES = {
    "budget": LineWords(N_("Employment budget"), N_("What the order leaves for your work.")),
    "variable_share": LineWords(N_("Share of the mutual fund"),
                                N_("Bears what members share: gaps, sickness, clients who do not pay.")),
    "employer_contributions": LineWords(N_("Employer's social security"),
                                        N_("Pension, health and unemployment, the employer's part.")),
    "holiday_provision": LineWords(N_("Holiday pay set aside"), N_("It is yours and is paid when the job ends.")),
    "other_charges": LineWords(N_("Insurance and other charges"),
                               N_("Accidents at work, liability, occupational medicine.")),
    "budget_gross": LineWords(N_("Gross wage that the budget pays"),
                              N_("What is left, divided by the employer's rates.")),
    "gross": LineWords(N_("Gross wage"), N_("What your employment contract says.")),
    "onss_employee": LineWords(N_("Your social security contribution"), N_("The worker's part, by law.")),
    "work_bonus_a": LineWords(N_("Work bonus, part A"), N_("A reduction for lower wages.")),
    "work_bonus_b": LineWords(N_("Work bonus, part B"), N_("A further reduction for the lowest wages.")),
    "special_base": LineWords(N_("Base of the special contribution"), N_("A step on the way.")),
    "taxable": LineWords(N_("Taxable pay"), N_("Gross wage less social security.")),
    "annual_income": LineWords(N_("Taxable pay of a year"), N_("The tax scale is yearly: twelve such months.")),
    "lump_expenses": LineWords(N_("Flat professional expenses"), N_("Deducted for everybody, up to a ceiling.")),
    "net_annual_income": LineWords(N_("Net income of a year"), N_("Taxable pay less flat expenses.")),
    "spouse_share": LineWords(N_("Share counted for your partner"), N_("For a partner without income of their own.")),
    "scale_tax": LineWords(N_("Tax of a year by the scale"), N_("Slices of income, each with its rate.")),
    "exempt_tax": LineWords(N_("Tax on the tax-free amount"), N_("This much of the scale nobody pays.")),
    "basic_tax": LineWords(N_("Tax of a year that is left"), N_("Scale less tax-free amount.")),
    "family_reduction": LineWords(N_("Reduction for the family"), N_("Children and others who live from the wage.")),
    "tax_month": LineWords(N_("Tax of the month"), N_("A twelfth of the year.")),
    "fiscal_bonus_a": LineWords(N_("Tax bonus on part A"), N_("A tax credit that follows the work bonus.")),
    "fiscal_bonus_b": LineWords(N_("Tax bonus on part B"), N_("A tax credit that follows the work bonus.")),
    "withholding": LineWords(N_("Tax withheld"), N_("Paid to the tax office in your name; settled yearly.")),
    "special_contribution": LineWords(N_("Special social security contribution"),
                                      N_("By income and household, by law.")),
    "fee": LineWords(N_("Contribution to the cooperative"), N_("Advice, invoicing, tools: shared by all.")),
}
OTHER_LINE = LineWords(N_("Further line"), N_("Explained on the payslip."))

BLOCKS = {
    "worker_not_registered": LineWords(N_("Data for the payslip are missing"),
                                       N_("Ask the worker for name, national number, account and household.")),
    "employer_not_registered": LineWords(N_("The employer's data are missing"),
                                         N_("Register the cooperative as an employer for that day.")),
    "several_contracts_undecided": LineWords(N_("Several contracts in one month"),
                                             N_("Decide how tax is withheld then, and enter the rule.")),
    "household_not_supported": LineWords(N_("The household's rules are not certain"),
                                         N_("Check the household with the worker.")),
    "parameter_missing": LineWords(N_("A rule of that day is missing"), N_("Enter the dated value, with its source.")),
    "budget_too_small": LineWords(N_("The budget pays no wage"), N_("Add budget or close the part with the worker.")),
    "nothing_worked": LineWords(N_("No worked days"), N_("Ask the worker for the days.")),
    "months_crossed": LineWords(N_("Work over two months"), N_("Split the order into a part per month.")),
    "language_unknown": LineWords(N_("The payslip's language is not known"), N_("Ask the worker for a language.")),
    "wage_waits_for_the_client": LineWords(N_("The work is not guaranteed: the wage waits for the client's money"),
                                           N_("Nothing to do: it is paid when the client has paid.")),
    "wage_awaits_outside_payroll": LineWords(
        N_("The partner's payroll has not answered"), N_("Ask it: it works this wage out.")),
    "pay_not_worked_out_here": LineWords(
        N_("The partner's payroll has not answered"), N_("Ask it: it works this wage out.")),
    "pay_answer_outdated": LineWords(
        N_("The partner's payroll answered for another month"), N_("It corrects its answer, and you approve.")),
    "internal_error": LineWords(N_("A fault of ours"), N_("The operator finds it in the log.")),
    "work_not_declared": LineWords(N_("The work is not declared"), N_("Decide on the late declaration.")),
}
OTHER_BLOCK = LineWords(N_("A rule stops it"), N_("Look at the refusal and ask the operator."))

DESK = {
    "client_overdue": LineWords(N_("A client is late"), N_("Speak with the member before a formal demand.")),
    "advance_at_risk": LineWords(N_("An advance may be lost"), N_("The client behind a paid wage is late.")),
    "cover_ending": LineWords(N_("Cover ends soon"), N_("Ask whether the work goes on.")),
    "share_in_arrears": LineWords(N_("A share is not paid"), N_("Remind the member.")),
    "question_open": LineWords(N_("A member asks something"), N_("Answer the question.")),
    "identity_missing": LineWords(N_("An identity is to be checked"), N_("Check it and decide on the registration.")),
    "advisor_missing": LineWords(N_("A member has no advisor"), N_("Assign one.")),
}
OTHER_DESK = LineWords(N_("Something waits"), N_("Open the desk."))


def role_name(role: str) -> str:
    """A role in words, to be translated."""
    return ROLES.get(role, role)


def line_words(code: str) -> LineWords:
    """What a line of a calculation is called."""
    return LINES.get(code, OTHER_LINE)
