"""What is refused about payslips."""

from shared.errors import Refusal


class PayslipNotPrinted(Refusal):
    """The paper is made by the job `print_payslips` in the minutes after the wage, never by a service."""

    sentence = "Payslip {number} is issued; its paper is printed within minutes. Ask again then."
    named = "paper_not_ready"
    retryable = True


class PayslipSetAside(Refusal):
    """The paper could not be made: the payroll clerk sees why in `list_waiting` and has it tried again."""

    sentence = "The paper of payslip {number} could not be made; the payroll clerk sees why and has it tried again."


class NotSetAside(Refusal):
    """Only a payslip whose paper could not be made is tried again."""

    sentence = "The paper of the payslip of {wage_id} was not set aside."
