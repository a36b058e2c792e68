"""The door of invoicing: each method loads its shape, calls one use case or read, dumps its shape."""

from typing import Any

from services.invoicing import reads, schemas
from services.invoicing.domain.completion import Span
from services.invoicing.use_cases import bank, completion, employment, orders, people, receivables
from shared.bus import Event, allow, command, handles, query
from shared.postgres import Tx

_OWN_ORDER = allow("advisor", self_by=reads.owner_of_order)
_READ_ORDER = allow("advisor", "accountant", "auditor", self_by=reads.owner_of_order)
_READ_INVOICE = allow("advisor", "accountant", "auditor", "service", self_by=reads.owner_of_invoice)


class Invoicing:
    """Clients, activities, order forms, invoices under the shared VAT number, the bank file."""

    name = "invoicing"
    requires_schemas = ("shared.bus", "shared.ledger", "shared.outgoing")

    @command(schemas.RegisterClient, response=schemas.ClientView, allow=allow("advisor", "accountant", "member"))
    def register_client(self, tx: Tx, **client: Any) -> Any:
        """Register a company that orders work; its numbers must have right check digits."""
        return people.register_client(tx, **client)

    @query(schemas.WhichClient, response=schemas.ClientView, allow=allow("advisor", "accountant", "auditor", "member"))
    def get_client(self, tx: Tx, *, client_id: str) -> Any:
        """One client."""
        return people.get_client(tx, client_id=client_id)

    @query(schemas.ListClients, response=schemas.ClientView, allow=allow("advisor", "accountant", "auditor"), many=True)
    def list_clients(self, tx: Tx, *, after: str, limit: int) -> Any:
        """A page of clients."""
        return reads.list_clients(tx, after=after, limit=limit)

    @command(schemas.ImportMembers, response=schemas.Imported, allow=allow("service", "ops"))
    def import_members(self, tx: Tx, *, members: list[dict[str, Any]]) -> Any:
        """Where membership is not deployed: who is an admitted member."""
        return {"count": people.import_members(tx, members=members)}

    @command(schemas.OpenActivity, response=schemas.ActivityView, allow=allow("advisor", self_by="member_id"))
    def open_activity(self, tx: Tx, *, member_id: str, name: str) -> Any:
        """A member begins something of his own."""
        return people.open_activity(tx, member_id=member_id, name=name)

    @query(schemas.ListActivities, response=schemas.ActivityView, many=True,
           allow=allow("advisor", "accountant", "auditor", self_by="member_id"))
    def list_activities(self, tx: Tx, *, member_id: str) -> Any:
        """The activities of a member."""
        return reads.list_activities(tx, member_id=member_id)

    @query(schemas.AskQuote, response=schemas.Quote, allow=allow("advisor", "member", "accountant", "visitor"))
    def quote_order(self, tx: Tx, *, amount: Any, expenses: Any) -> Any:
        """What would become of an amount without VAT today."""
        return orders.quote_order(tx, amount=amount, expenses=expenses)

    @command(schemas.DraftOrder, response=schemas.Step, allow=allow("advisor", self_by=reads.owner_of_activity))
    def draft_order(self, tx: Tx, **order: Any) -> Any:
        """Write an order form."""
        return orders.draft_order(tx, **order)

    @command(schemas.WhichOrder, response=schemas.Step, allow=_OWN_ORDER)
    def send_order(self, tx: Tx, *, order_id: str) -> Any:
        """The form goes to the client to be signed."""
        return orders.send_order(tx, order_id=order_id)

    @command(schemas.SignOrder, response=schemas.Step, allow=_OWN_ORDER)
    def sign_order(self, tx: Tx, **signature: Any) -> Any:
        """The client has signed."""
        return orders.sign_order(tx, **signature)

    @command(schemas.AmendOrder, response=schemas.Step, allow=_OWN_ORDER)
    def amend_order(self, tx: Tx, **amendment: Any) -> Any:
        """Agree other parts before any work is completed."""
        return orders.amend_order(tx, **amendment)

    @command(schemas.CancelOrder, response=schemas.Cancelled, allow=_OWN_ORDER)
    def cancel_order(self, tx: Tx, **given_up: Any) -> Any:
        """Give an order up before any work is completed."""
        return orders.cancel_order(tx, **given_up)

    @query(schemas.WhichOrder, response=schemas.OrderView, allow=_READ_ORDER)
    def get_order(self, tx: Tx, *, order_id: str) -> Any:
        """An order form whole."""
        return reads.get_order(tx, order_id=order_id)

    @query(schemas.ListOrders, response=schemas.OrderBrief, many=True,
           allow=allow("advisor", "accountant", "auditor", self_by="member_id"))
    def list_orders(self, tx: Tx, **wanted: Any) -> Any:
        """A page of order forms."""
        return reads.list_orders(tx, **wanted)

    @command(schemas.RecordEmployment, allow=allow("payroll_clerk", "service"))
    def record_employment(self, tx: Tx, **employed: Any) -> None:
        """Where payroll is not deployed: the work was declared and insured by another."""
        employment.record_employment(tx, **employed)

    @command(schemas.CompleteWork, response=schemas.Completed, allow=_OWN_ORDER)
    def complete_work(self, tx: Tx, **work: Any) -> Any:
        """A part is done: invoice, fee and employment budget in one transaction."""
        return completion.complete_work(tx, **work)

    @query(schemas.WhichInvoice, response=schemas.InvoiceView, allow=_READ_INVOICE)
    def get_invoice(self, tx: Tx, *, invoice_id: str) -> Any:
        """An invoice or credit note whole."""
        return reads.get_invoice(tx, invoice_id=invoice_id)

    @query(schemas.ListInvoices, response=schemas.InvoiceBrief, many=True,
           allow=allow("advisor", "accountant", "auditor", self_by="member_id"))
    def list_invoices(self, tx: Tx, **wanted: Any) -> Any:
        """A page of documents."""
        return reads.list_invoices(tx, **wanted)

    @query(schemas.AskCount, response=schemas.Counted, allow=allow("advisor", "accountant", "auditor", "ops"))
    def count_invoices(self, tx: Tx) -> Any:
        """How many documents there are."""
        return reads.count_invoices(tx)

    @query(schemas.WhichInvoice, response=schemas.File, allow=_READ_INVOICE)
    def get_invoice_ubl(self, tx: Tx, *, invoice_id: str) -> Any:
        """The e-invoice."""
        return reads.get_invoice_ubl(tx, invoice_id=invoice_id)

    @query(schemas.WhichInvoice, response=schemas.File, allow=_READ_INVOICE)
    def get_invoice_pdf(self, tx: Tx, *, invoice_id: str) -> Any:
        """The paper, once the job `render_invoices` has made it."""
        return reads.get_invoice_pdf(tx, invoice_id=invoice_id)

    @command(schemas.IssueCreditNote, response=schemas.CreditNoteView, allow=allow("accountant"))
    def issue_credit_note(self, tx: Tx, **note: Any) -> Any:
        """Give back a part of what an invoice still claims."""
        return receivables.issue_credit_note(tx, **note)

    @command(schemas.WriteOffInvoice, response=schemas.WrittenOff, allow=allow("accountant"))
    def write_off_invoice(self, tx: Tx, *, invoice_id: str, reason: str) -> Any:
        """Give up what is open on an invoice."""
        return receivables.write_off_invoice(tx, invoice_id=invoice_id, reason=reason)

    @command(schemas.IngestBankStatement, response=schemas.StatementsTaken, allow=allow("bank"))
    def ingest_bank_statement(self, tx: Tx, *, file_format: str, content: str) -> Any:
        """Take in every statement of a bank file, each once."""
        return {"statements": bank.ingest_bank_statement(tx, file_format=file_format, content=content)}

    @query(schemas.ListUnmatched, response=schemas.MovementView, allow=allow("accountant", "bank", "auditor"),
           many=True)
    def list_unmatched_movements(self, tx: Tx, *, after: str, limit: int) -> Any:
        """Movements that wait for their owner."""
        return reads.list_unmatched_movements(tx, after=after, limit=limit)

    @command(schemas.MatchMovement, response=schemas.Applied, allow=allow("accountant"))
    def match_movement(self, tx: Tx, *, movement_id: str, invoice_id: str) -> Any:
        """Money in suspense pays an invoice."""
        return {"payment_id": bank.match_movement(tx, movement_id=movement_id, invoice_id=invoice_id)}

    @query(schemas.WhichActivity, response=schemas.ActivityStatement,
           allow=allow("advisor", "accountant", "auditor", self_by=reads.owner_of_activity))
    def get_activity_statement(self, tx: Tx, *, activity_id: str, order_id: str) -> Any:
        """Where every cent of an activity, or of one order, went."""
        return reads.get_activity_statement(tx, activity_id=activity_id, order_id=order_id)

    @handles("membership.member_admitted", schemas.MemberAdmitted, replaced_by=["import_members"])
    def on_member_admitted(self, tx: Tx, event: Event) -> None:
        """Somebody may open activities."""
        people.note_admitted(tx, member_id=event["member_id"], admitted_on=event["admitted_on"])

    @handles("membership.member_left", schemas.MemberLeft, replaced_by=["import_members"])
    def on_member_left(self, tx: Tx, event: Event) -> None:
        """Somebody may not any more."""
        people.note_left(tx, member_id=event["member_id"], left_on=event["left_on"])

    @handles("payroll.work_declared", schemas.WorkDeclared, replaced_by=["record_employment"])
    def on_work_declared(self, tx: Tx, event: Event) -> None:
        """The employment is declared."""
        employment.note_declared(
            tx, order_id=event["order_id"], declaration_id=event["declaration_id"],
            span=Span(known_on=event["declared_on"], starts_on=event["starts_on"], ends_on=event["ends_on"]))

    @handles("payroll.work_declaration_refused", schemas.WorkDeclarationRefused, replaced_by=["record_employment"])
    def on_work_declaration_refused(self, tx: Tx, event: Event) -> None:
        """The employment is not declared after all."""
        employment.note_refused(tx, order_id=event["order_id"], declaration_id=event["declaration_id"],
                                reason=event["reason"])

    @handles("payroll.cover_closed", schemas.CoverClosed, replaced_by=["record_employment"])
    def on_cover_closed(self, tx: Tx, event: Event) -> None:
        """The work is not insured any more."""
        employment.note_cover_closed(tx, order_id=event["order_id"], cover_id=event["cover_id"])

    @handles("payroll.cover_opened", schemas.CoverOpened, replaced_by=["record_employment"])
    def on_cover_opened(self, tx: Tx, event: Event) -> None:
        """The work is insured, as of the day of the event."""
        employment.note_insured(
            tx, order_id=event["order_id"], cover_id=event["cover_id"],
            span=Span(known_on=event.event_on, starts_on=event["starts_on"], ends_on=event["ends_on"]))
