"""Payroll's door: declares work, pays wages, keeps the guarantee fund."""

from typing import Any

from services.payroll import reads
from services.payroll.schemas import consumed, requests, responses
from services.payroll.use_cases import advances, budgets, declarations, payments, quotes, workers
from shared.bus import Event, allow, command, handles, query
from shared.postgres import Tx

Answer = dict[str, Any]


class Payroll:
    """Employment from the signed order to the paid wage, and what the guarantee fund carries for it."""

    name = "payroll"
    requires_schemas = ("shared.bus", "shared.ledger", "shared.outgoing")

    # --- employer and workers ---

    @command(requests.RegisterEmployer, response=responses.EmployerRegistered, allow=allow("payroll_clerk"))
    def register_employer(self, tx: Tx, **employer: Any) -> Answer:
        """The cooperative's own data as an employer, in force from a day."""
        return workers.register_employer(tx, employer)

    @command(requests.RegisterWorker, response=responses.WorkerRegistered, allow=allow("payroll_clerk",
                                                                                       self_by="member_id"))
    def register_worker(self, tx: Tx, **worker: Any) -> Answer:
        """A worker's own data; whatever waited for them is declared now."""
        return workers.register_worker(tx, worker)

    @command(requests.ChangeAccount, response=responses.AccountChanged,
             allow=allow("payroll_clerk", self_by="member_id"))
    def change_account(self, tx: Tx, **account: Any) -> Answer:
        """A worker's new account; what is not sent yet goes there."""
        return workers.change_account(tx, **account)

    # --- declarations ---

    @command(requests.RecordDeclarationAnswer, response=responses.DeclarationState, allow=allow("payroll_clerk",
                                                                                                "service"))
    def record_declaration_answer(self, tx: Tx, **answer: Any) -> Answer:
        """What the authority answered: accepted work is declared and insured."""
        return declarations.record_answer(tx, **answer)

    @command(requests.DecideLateDeclaration, response=responses.DeclarationState, allow=allow("payroll_clerk"))
    def decide_late_declaration(self, tx: Tx, **decision: Any) -> Answer:
        """Whether work that began undeclared is declared late or refused."""
        return declarations.decide_late_declaration(tx, **decision)

    @query(requests.WhichOrder, response=responses.DeclarationShape,
           allow=allow("payroll_clerk", "desk", "advisor", self_by=reads.owner_of_order))
    def get_declaration(self, tx: Tx, *, order_id: str) -> Answer:
        """The declaration of an order."""
        return reads.get_declaration(tx, order_id)

    @query(requests.WhichDeclarationState, response=responses.DeclarationShape, many=True,
           allow=allow("payroll_clerk", "advisor"))
    def list_declarations(self, tx: Tx, **which: Any) -> list[Answer]:
        """The declarations that wait, are late, were sent, ..."""
        return reads.list_declarations(tx, **which)

    # --- pay ---

    @query(requests.QuotePay, response=responses.Quote,
           allow=allow("payroll_clerk", "desk", "advisor", "member", "visitor"))
    def quote_pay(self, tx: Tx, **wish: Any) -> Answer:
        """What a budget pays, or what budget a gross wage needs: every line explained."""
        return quotes.quote_pay(tx, **wish)

    @query(requests.WhichWage, response=responses.WageInFull, allow=allow("payroll_clerk", self_by=reads.owner_of_wage))
    def get_wage(self, tx: Tx, *, wage_id: str) -> Answer:
        """A wage, line by line."""
        return reads.get_wage(tx, wage_id)

    @query(requests.WhichWages, response=responses.WageShape, many=True,
           allow=allow("payroll_clerk", "accountant", self_by="member_id"))
    def list_wages(self, tx: Tx, **which: Any) -> list[Answer]:
        """Wages and where their payments stand."""
        return reads.list_wages(tx, **which)

    @command(requests.WhichWage, response=responses.WageSentAgain, allow=allow("payroll_clerk"))
    def send_wage_again(self, tx: Tx, *, wage_id: str) -> Answer:
        """A wage that the bank gave back goes to it once more."""
        return payments.send_again(tx, wage_id)

    @query(requests.HowMany, response=responses.BlockedWage, many=True, allow=allow("payroll_clerk", "advisor"))
    def list_blocked_wages(self, tx: Tx, *, limit: int) -> list[Answer]:
        """Wages that are due and could not be worked out, with the refusal."""
        return reads.list_blocked_wages(tx, limit)

    @query(requests.WhichWage, response=responses.PayslipShape, allow=allow("payroll_clerk",
                                                                            self_by=reads.owner_of_wage))
    def get_payslip(self, tx: Tx, *, wage_id: str) -> Answer:
        """The payslip of a wage as PDF."""
        return reads.get_payslip(tx, wage_id)

    @query(requests.WhichOrder, response=responses.JobStatement,
           allow=allow("payroll_clerk", "advisor", "accountant", self_by=reads.owner_of_order))
    def get_job_statement(self, tx: Tx, *, order_id: str) -> Answer:
        """Every cent of an order's employment budget."""
        return reads.get_job_statement(tx, order_id)

    # --- the guarantee fund ---

    @query(requests.WhichFund, response=responses.Fund, allow=allow("payroll_clerk", "accountant", "auditor", "board"))
    def get_guarantee_fund(self, tx: Tx, *, debtors: int) -> Answer:
        """What the fund has, carries and lost."""
        return reads.get_guarantee_fund(tx, debtors)

    @query(requests.WhichAdvances, response=responses.AdvanceShape, many=True,
           allow=allow("payroll_clerk", "accountant", "auditor", "board"))
    def list_advances(self, tx: Tx, **which: Any) -> list[Answer]:
        """The advances, one by one."""
        return reads.list_advances(tx, **which, day=tx.on)

    # --- heard ---

    @handles("membership.member_admitted", consumed.MemberAdmitted, replaced_by=["register_worker"])
    def on_member_admitted(self, tx: Tx, event: Event) -> None:
        """Somebody may soon work; this is the language of his payslips."""
        workers.note_member(tx, **event.data)

    @handles("invoicing.order_signed", consumed.OrderSigned)
    def on_order_signed(self, tx: Tx, event: Event) -> None:
        """Declare the work."""
        declarations.declare_order(tx, dict(event.data))

    @handles("invoicing.order_amended", consumed.OrderSigned)
    def on_order_amended(self, tx: Tx, event: Event) -> None:
        """Declare the work as it was agreed anew."""
        declarations.amend_order(tx, dict(event.data))

    @handles("invoicing.order_cancelled", consumed.OrderCancelled)
    def on_order_cancelled(self, tx: Tx, event: Event) -> None:
        """Take the declaration back."""
        declarations.cancel_order(tx, event["order_id"])

    @handles("invoicing.work_completed", consumed.WorkCompleted)
    def on_work_completed(self, tx: Tx, event: Event) -> None:
        """The wage falls due."""
        budgets.note_work_completed(tx, dict(event.data))

    @handles("invoicing.employment_budget_allocated", consumed.EmploymentBudgetAllocated)
    def on_employment_budget_allocated(self, tx: Tx, event: Event) -> None:
        """There is budget for the wage."""
        budgets.receive_budget(tx, dict(event.data))

    @handles("invoicing.payment_applied", consumed.PaymentNoted)
    def on_payment_applied(self, tx: Tx, event: Event) -> None:
        """The client paid: the fund recovers."""
        advances.apply_payment(tx, invoice_id=event["invoice_id"], paid_so_far=event["paid_so_far"])

    @handles("invoicing.payment_reversed", consumed.PaymentNoted)
    def on_payment_reversed(self, tx: Tx, event: Event) -> None:
        """A payment was taken back: the fund carries it again."""
        advances.apply_payment(tx, invoice_id=event["invoice_id"], paid_so_far=event["paid_so_far"])

    @handles("invoicing.invoice_credited", consumed.InvoiceCredited)
    def on_invoice_credited(self, tx: Tx, event: Event) -> None:
        """A part of the claim was given back: the activity owes it, the fund carries it no longer."""
        advances.credit_invoice(tx, invoice_id=event["invoice_id"], amount=event["amount"])

    @handles("invoicing.invoice_written_off", consumed.InvoiceWrittenOff)
    def on_invoice_written_off(self, tx: Tx, event: Event) -> None:
        """The client defaulted: the fund bears it."""
        advances.write_off(tx, invoice_id=event["invoice_id"], amount=event["open"])

    @handles("invoicing.written_off_recovered", consumed.WrittenOffRecovered)
    def on_written_off_recovered(self, tx: Tx, event: Event) -> None:
        """Money came in after all: the fund gets back its part of what it lost."""
        advances.recover_written_off(tx, invoice_id=event["invoice_id"], amount=event["amount"])

    @handles("invoicing.bank_movement_received", consumed.BankMovement)
    def on_bank_movement_received(self, tx: Tx, event: Event) -> None:
        """The bank paid a wage, or did something that is not ours."""
        payments.hear_movement(tx, movement_id=event["movement_id"], booked_on=event["booked_on"],
                               amount=event["amount"], end_to_end=event["end_to_end_id"])

    @handles("invoicing.bank_movement_returned", consumed.BankMovement)
    def on_bank_movement_returned(self, tx: Tx, event: Event) -> None:
        """The bank gave a wage back."""
        payments.hear_return(tx, movement_id=event["movement_id"], booked_on=event["booked_on"],
                             amount=event["amount"], end_to_end=event["end_to_end_id"])
