"""What is late: methods."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.invoicing.papers.rules import NamedFile
from services.invoicing.reminders import reads, schemas, use_cases
from services.invoicing.reminders.rules import Answer, Asked, Instalment
from shared.bus import allow, command, query
from shared.postgres import Tx


class ReminderHandlers:
    """Late payers: the desk's day, what members and clients say, plans, and the collector."""

    @query(schemas.ListLateInvoices, response=schemas.LateInvoice, many=True,
           allow=allow("advisor", "accountant", "auditor", self_by="member_id"))
    def list_late_invoices(
        self, tx: Tx, *, client_id: str | None, member_id: str | None, due_today: bool, after: int, limit: int,
    ) -> list[dict[str, Any]]:
        """Late invoices, each with what comes next and when, or what holds it back."""
        return reads.list_late_invoices(tx, client_id=client_id, member_id=member_id, due_today=due_today, after=after,
                                        limit=limit)

    @command(schemas.AnswerLateQuestion, allow=allow("advisor", self_by=reads.owner_of_invoice))
    def answer_late_question(
        self, tx: Tx, *, invoice_id: str, answer: str, wait_until: date | None, note: str,
    ) -> None:
        """Before the formal demand: go on, wait until a day, or the client disputes the work."""
        use_cases.answer_late_question(tx, invoice_id=invoice_id, answer=Answer(answer), wait_until=wait_until,
                                       note=note)

    @command(schemas.OpenDispute, allow=allow("advisor", "accountant", self_by=reads.owner_of_invoice))
    def open_dispute(self, tx: Tx, *, invoice_id: str, reason: str) -> None:
        """The client contests an invoice: nothing is asked until the dispute is closed."""
        use_cases.open_dispute(tx, invoice_id=invoice_id, reason=reason)

    @command(schemas.CloseDispute, allow=allow("advisor", "accountant"))
    def close_dispute(self, tx: Tx, *, invoice_id: str, outcome: str) -> None:
        """The dispute is over, and how."""
        use_cases.close_dispute(tx, invoice_id=invoice_id, outcome=outcome)

    @command(schemas.AgreePaymentPlan, response=schemas.PlanAgreed, allow=allow("accountant"))
    def agree_payment_plan(self, tx: Tx, *, invoice_id: str, instalments: Sequence[Instalment]) -> dict[str, str]:
        """The client pays what is open in parts: nothing is asked as long as each comes in time."""
        return {"plan_id": use_cases.agree_payment_plan(tx, invoice_id=invoice_id, instalments=instalments)}

    @command(schemas.EndPaymentPlan, allow=allow("accountant"))
    def end_payment_plan(self, tx: Tx, *, invoice_id: str, reason: str) -> None:
        """The plan is given up, or another one is to follow."""
        use_cases.end_payment_plan(tx, invoice_id=invoice_id, reason=reason)

    @command(schemas.HandOverToCollector, response=schemas.ClaimsHandedOver, allow=allow("accountant"))
    def hand_over_to_collector(self, tx: Tx, *, client_id: str, collector: str) -> dict[str, list[Asked]]:
        """A collector gets a client's invoices that are ready for it, as a file; the client is trusted no more."""
        return {"claims": use_cases.hand_over_to_collector(tx, client_id=client_id, collector=collector)}

    @query(schemas.ListReminders, response=schemas.ReminderSent, many=True,
           allow=allow("advisor", "accountant", "auditor"))
    def list_reminders(self, tx: Tx, *, client_id: str) -> list[dict[str, Any]]:
        """The letters that went to a client, latest first."""
        return reads.list_reminders(tx, client_id=client_id)

    @query(schemas.GetReminder, response=schemas.ReminderFile, allow=allow("advisor", "accountant", "auditor"))
    def get_reminder_pdf(self, tx: Tx, *, letter_id: str) -> NamedFile:
        """A letter as it left."""
        return reads.get_reminder_pdf(tx, letter_id=letter_id)

    @query(schemas.GetAgeing, response=schemas.AgeingLine, many=True, allow=allow("accountant", "auditor"))
    def get_ageing(self, tx: Tx, *, per: str) -> list[dict[str, Any]]:
        """What is open by client, member or sector, in classes of days late."""
        return reads.get_ageing(tx, per=per)
