"""What membership answers about questions and desks, and what it consumes for them."""

from typing import Any

from services.membership.desk import reads, schemas, use_cases
from services.membership.desk.rules import ItemKind, QuestionFile
from shared.bus import Event, allow, command, handles, query
from shared.postgres import Tx

NOT_ON_THE_DESK = "the advisor's desk does not show it"


class DeskHandlers:
    """Questions, desks, and what is heard of invoices, advances and covers."""

    @command(schemas.AskQuestion, response=schemas.QuestionAsked, allow=allow("desk", self_by="member_id"))
    def ask_question(self, tx: Tx, *, member_id: str, subject: str, text: str) -> dict[str, Any]:
        """A member asks."""
        return use_cases.ask_question(tx, member_id=member_id, subject=subject, text=text)

    @command(schemas.AnswerQuestion, response=schemas.QuestionAnswered, allow=allow("advisor", "desk"))
    def answer_question(self, tx: Tx, *, question_id: str, answer: str) -> dict[str, Any]:
        """An advisor answers."""
        return use_cases.answer_question(tx, question_id=question_id, answer=answer)

    @command(schemas.AttachToQuestion, response=schemas.AttachmentAdded,
             allow=allow("desk", "advisor", self_by=reads.owner_of_question))
    def attach_to_question(
        self, tx: Tx, *, question_id: str, name: str, media_type: str, content: bytes,
    ) -> dict[str, Any]:
        """Add a file to a question that is not answered yet."""
        return use_cases.attach_to_question(tx, question_id=question_id,
                                            file=QuestionFile(name=name, media_type=media_type, content=content))

    @query(schemas.OneAttachment, response=schemas.AttachmentFile,
           allow=allow("desk", "advisor", self_by=reads.owner_of_attachment))
    def get_attachment(self, tx: Tx, *, attachment_id: str) -> dict[str, Any]:
        """A file of a question."""
        return reads.get_attachment(tx, attachment_id)

    @command(schemas.ReferQuestion, response=schemas.QuestionReferred, allow=allow("desk", "advisor"))
    def refer_question(self, tx: Tx, *, question_id: str, expert_id: str, note: str) -> dict[str, str]:
        """Refer a question to an expert in law."""
        return use_cases.refer_question(tx, question_id=question_id, expert_id=expert_id, note=note)

    @command(schemas.ReturnQuestion, response=schemas.QuestionReferred, allow=allow("desk", "advisor"))
    def return_question(self, tx: Tx, *, question_id: str, because: str) -> dict[str, str]:
        """Give a question back to the member's advisor."""
        return use_cases.return_question(tx, question_id=question_id, because=because)

    @query(schemas.ListQuestions, response=schemas.QuestionDetail, many=True,
           allow=allow("desk", "advisor", self_by="member_id"))
    def list_questions(self, tx: Tx, *, member_id: str, limit: int) -> list[dict[str, Any]]:
        """What a member asked."""
        return reads.list_questions(tx, member_id=member_id, limit=limit)

    @query(schemas.ListDesk, response=schemas.DeskItem, many=True, allow=allow("desk", "advisor"))
    def list_desk(self, tx: Tx, *, advisor_id: str, limit: int) -> list[dict[str, Any]]:
        """What lies on a desk, most urgent first."""
        return reads.list_desk(tx, advisor_id=advisor_id, limit=limit)

    @handles("invoicing.invoice_overdue", schemas.InvoiceOverdue, lacking=NOT_ON_THE_DESK)
    def on_invoice_overdue(self, tx: Tx, event: Event) -> None:
        """A client who is late lies on the advisor's desk."""
        use_cases.put_on_desk(tx, kind=ItemKind.CLIENT_OVERDUE, ref=event["invoice_id"], member_id=event["member_id"],
                              due_on=event["due_on"], open_amount=event["open"])

    @handles("invoicing.payment_applied", schemas.InvoiceMoved, lacking=NOT_ON_THE_DESK)
    def on_payment_applied(self, tx: Tx, event: Event) -> None:
        """A part that the client paid is no longer open."""
        use_cases.move_open(tx, invoice_id=event["invoice_id"], by=-event["amount"])

    @handles("invoicing.invoice_credited", schemas.InvoiceMoved, lacking=NOT_ON_THE_DESK)
    def on_invoice_credited(self, tx: Tx, event: Event) -> None:
        """What was credited nobody owes; an invoice that is credited whole leaves the desk."""
        use_cases.move_open(tx, invoice_id=event["invoice_id"], by=-event["amount"])

    @handles("invoicing.payment_reversed", schemas.InvoiceMoved, lacking=NOT_ON_THE_DESK)
    def on_payment_reversed(self, tx: Tx, event: Event) -> None:
        """What the bank took back is open again, and lies on the desk where it was late before."""
        use_cases.move_open(tx, invoice_id=event["invoice_id"], by=event["amount"])

    @handles("invoicing.invoice_paid", schemas.InvoiceDone, lacking=NOT_ON_THE_DESK)
    def on_invoice_paid(self, tx: Tx, event: Event) -> None:
        """The client paid."""
        use_cases.take_off_desk(tx, kind=ItemKind.CLIENT_OVERDUE, ref=event["invoice_id"])

    @handles("invoicing.invoice_written_off", schemas.InvoiceDone, lacking=NOT_ON_THE_DESK)
    def on_invoice_written_off(self, tx: Tx, event: Event) -> None:
        """The client will not pay any more."""
        use_cases.take_off_desk(tx, kind=ItemKind.CLIENT_OVERDUE, ref=event["invoice_id"])

    @handles("payroll.advance_opened", schemas.AdvanceOpened, lacking=NOT_ON_THE_DESK)
    def on_advance_opened(self, tx: Tx, event: Event) -> None:
        """An advance is at risk as soon as its invoice is overdue."""
        use_cases.put_on_desk(tx, kind=ItemKind.ADVANCE_OPEN, ref=event["advance_id"], member_id=event["member_id"],
                           invoice_id=event["invoice_id"], due_on=event["opened_on"])

    @handles("payroll.advance_recovered", schemas.AdvanceRecovered, lacking=NOT_ON_THE_DESK)
    def on_advance_recovered(self, tx: Tx, event: Event) -> None:
        """An advance that came back whole is no risk any more."""
        if not event["open"]:
            use_cases.take_off_desk(tx, kind=ItemKind.ADVANCE_OPEN, ref=event["advance_id"])

    @handles("payroll.advance_lost", schemas.AdvanceLost, lacking=NOT_ON_THE_DESK)
    def on_advance_lost(self, tx: Tx, event: Event) -> None:
        """The fund bore it."""
        use_cases.take_off_desk(tx, kind=ItemKind.ADVANCE_OPEN, ref=event["advance_id"])

    @handles("payroll.cover_opened", schemas.CoverOpened, lacking=NOT_ON_THE_DESK)
    def on_cover_opened(self, tx: Tx, event: Event) -> None:
        """A cover lies on the desk when it is about to end."""
        use_cases.put_on_desk(tx, kind=ItemKind.COVER_ENDING, ref=event["cover_id"], member_id=event["member_id"],
                           due_on=event["ends_on"])

    @handles("payroll.cover_closed", schemas.CoverClosed, lacking=NOT_ON_THE_DESK)
    def on_cover_closed(self, tx: Tx, event: Event) -> None:
        """The cover does not end: it is closed."""
        use_cases.take_off_desk(tx, kind=ItemKind.COVER_ENDING, ref=event["cover_id"])
