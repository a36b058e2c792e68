"""What the bank did with wages, and sending again what it gave back."""

from services.payroll.dues.use_cases import record_due_movement, record_due_return
from services.payroll.payments import schemas, use_cases
from services.payroll.payments.rules import PaymentState, WagePayment
from services.payroll.wages.reads import owner_of_wage
from shared.bus import Event, allow, command, handles
from shared.money import Money
from shared.postgres import Tx


class PaymentHandlers:
    """What is asked and consumed about payments of wages."""

    @command(schemas.WageRequest, response=schemas.WagePaymentStanding, allow=allow("payroll_clerk"))
    def send_wage_again(self, tx: Tx, *, wage_id: str) -> WagePayment:
        """A wage that the bank gave back or rejected goes to it once more."""
        return use_cases.send_again(tx, wage_id)

    @command(schemas.WageRequest, response=schemas.WagePaymentStanding, allow=allow("payroll_clerk"))
    def reject_wage(self, tx: Tx, *, wage_id: str) -> WagePayment:
        """The bank rejected the payment of a wage that it has, or stopped it: what is open waits to be sent again."""
        return use_cases.reject_wage(tx, wage_id)

    @command(schemas.WageRequest, response=schemas.WagePaymentStanding, allow=allow(self_by=owner_of_wage))
    def agree_to_set_off(self, tx: Tx, *, wage_id: str) -> WagePayment:
        """The worker agrees that what they were paid twice is taken off their next wages, within the law's limit."""
        return use_cases.agree_to_set_off(tx, wage_id)

    @command(schemas.AssignRepayment, response=schemas.WagePaymentStanding, allow=allow("payroll_clerk"))
    def assign_repayment(self, tx: Tx, *, movement_id: str, wage_id: str, amount: Money | None) -> WagePayment:
        """Money that came in is what a worker was paid twice and gives back."""
        return use_cases.assign_repayment(tx, movement_id, wage_id, amount)

    @command(schemas.RecordPaymentReport, response=schemas.PaymentReportRecorded,
             allow=allow("payroll_clerk", "service"))
    def record_payment_report(self, tx: Tx, *, report: str) -> dict[str, int]:
        """What the bank answered to a payment file before any money moved."""
        decided = use_cases.record_report(tx, report.encode())
        return {"accepted": decided[PaymentState.ACCEPTED], "rejected": decided[PaymentState.REJECTED]}

    @handles("invoicing.bank_movement_received", schemas.BankMovement)
    def on_bank_movement_received(self, tx: Tx, event: Event) -> None:
        """The bank paid a wage or a due, or did something that is not ours."""
        movement = {"movement_id": event["movement_id"], "booked_on": event["booked_on"], "amount": event["amount"],
                    "end_to_end": event["end_to_end_id"]}
        use_cases.record_movement(tx, **movement)
        record_due_movement(tx, **movement)

    @handles("invoicing.bank_movement_returned", schemas.BankMovement)
    def on_bank_movement_returned(self, tx: Tx, event: Event) -> None:
        """The bank gave a wage or the payment of a due back."""
        movement = {"movement_id": event["movement_id"], "booked_on": event["booked_on"], "amount": event["amount"],
                    "end_to_end": event["end_to_end_id"]}
        use_cases.record_return(tx, **movement)
        record_due_return(tx, **movement)
