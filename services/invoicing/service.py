"""The door of invoicing: each method loads its shape, calls one use case or read, dumps its shape."""

from typing import Any

from services.invoicing import reads, schemas
from services.invoicing.domain.completion import Span
from services.invoicing.use_cases import bank, completion, employment, orders, people, receivables
from shared.bus import Heard, allow, command, hears, query
from shared.postgres import Tx

_OWN_ORDER = allow("advisor", self_by=reads.owner_of_order)
_READ_ORDER = allow("advisor", "accountant", "auditor", self_by=reads.owner_of_order)
_READ_INVOICE = allow("advisor", "accountant", "auditor", "service", self_by=reads.owner_of_invoice)


class Invoicing:
    """Clients, activities, order forms, invoices under the shared VAT number, the bank file."""

    name = "invoicing"
    stands_on = ("shared.bus", "shared.ledger", "shared.outgoing")

    @command(schemas.RegisterClient, gives=schemas.ClientView, allow=allow("advisor", "accountant", "member"))
    def register_client(self, tx: Tx, **client: Any) -> Any:
        """Register a company that orders work; its numbers must have right check digits."""
        return people.register_client(tx, **client)

    @query(schemas.WhichClient, gives=schemas.ClientView, allow=allow("advisor", "accountant", "auditor", "member"))
    def get_client(self, tx: Tx, *, client_id: str) -> Any:
        """One client."""
        return people.get_client(tx, client_id=client_id)

    @query(schemas.ListClients, gives=schemas.ClientView, allow=allow("advisor", "accountant", "auditor"), many=True)
    def list_clients(self, tx: Tx, *, after: str, most: int) -> Any:
        """A page of clients."""
        return reads.list_clients(tx, after=after, most=most)

    @command(schemas.ImportMembers, gives=schemas.Imported, allow=allow("service", "ops"))
    def import_members(self, tx: Tx, *, members: list[dict[str, Any]]) -> Any:
        """Where membership is not deployed: who is an admitted member."""
        return {"count": people.import_members(tx, members=members)}

    @command(schemas.OpenActivity, gives=schemas.ActivityView, allow=allow("advisor", self_by="member_id"))
    def open_activity(self, tx: Tx, *, member_id: str, name: str) -> Any:
        """A member begins something of his own."""
        return people.open_activity(tx, member_id=member_id, name=name)

    @query(schemas.ListActivities, gives=schemas.ActivityView, many=True,
           allow=allow("advisor", "accountant", "auditor", self_by="member_id"))
    def list_activities(self, tx: Tx, *, member_id: str) -> Any:
        """The activities of a member."""
        return reads.list_activities(tx, member_id=member_id)

    @query(schemas.AskQuote, gives=schemas.Quote, allow=allow("advisor", "member", "accountant"))
    def quote_order(self, tx: Tx, *, amount: Any, expenses: Any) -> Any:
        """What would become of an amount without VAT today."""
        return orders.quote_order(tx, amount=amount, expenses=expenses)

    @command(schemas.DraftOrder, gives=schemas.Step, allow=allow("advisor", self_by=reads.owner_of_activity))
    def draft_order(self, tx: Tx, **order: Any) -> Any:
        """Write an order form."""
        return orders.draft_order(tx, **order)

    @command(schemas.WhichOrder, gives=schemas.Step, allow=_OWN_ORDER)
    def send_order(self, tx: Tx, *, order_id: str) -> Any:
        """The form goes to the client to be signed."""
        return orders.send_order(tx, order_id=order_id)

    @command(schemas.SignOrder, gives=schemas.Step, allow=_OWN_ORDER)
    def sign_order(self, tx: Tx, **signature: Any) -> Any:
        """The client has signed."""
        return orders.sign_order(tx, **signature)

    @command(schemas.AmendOrder, gives=schemas.Step, allow=_OWN_ORDER)
    def amend_order(self, tx: Tx, **amendment: Any) -> Any:
        """Agree other parts before any work is completed."""
        return orders.amend_order(tx, **amendment)

    @command(schemas.CancelOrder, gives=schemas.Cancelled, allow=_OWN_ORDER)
    def cancel_order(self, tx: Tx, **given_up: Any) -> Any:
        """Give an order up before any work is completed."""
        return orders.cancel_order(tx, **given_up)

    @query(schemas.WhichOrder, gives=schemas.OrderView, allow=_READ_ORDER)
    def get_order(self, tx: Tx, *, order_id: str) -> Any:
        """An order form whole."""
        return reads.get_order(tx, order_id=order_id)

    @query(schemas.ListOrders, gives=schemas.OrderBrief, many=True,
           allow=allow("advisor", "accountant", "auditor", self_by="member_id"))
    def list_orders(self, tx: Tx, **wanted: Any) -> Any:
        """A page of order forms."""
        return reads.list_orders(tx, **wanted)

    @command(schemas.RecordEmployment, allow=allow("payroll_clerk", "service"))
    def record_employment(self, tx: Tx, **employed: Any) -> None:
        """Where payroll is not deployed: the work was declared and insured by another."""
        employment.record_employment(tx, **employed)

    @command(schemas.CompleteWork, gives=schemas.Completed, allow=_OWN_ORDER)
    def complete_work(self, tx: Tx, **work: Any) -> Any:
        """A part is done: invoice, fee and employment budget in one transaction."""
        return completion.complete_work(tx, **work)

    @query(schemas.WhichInvoice, gives=schemas.InvoiceView, allow=_READ_INVOICE)
    def get_invoice(self, tx: Tx, *, invoice_id: str) -> Any:
        """An invoice or credit note whole."""
        return reads.get_invoice(tx, invoice_id=invoice_id)

    @query(schemas.ListInvoices, gives=schemas.InvoiceBrief, many=True,
           allow=allow("advisor", "accountant", "auditor", self_by="member_id"))
    def list_invoices(self, tx: Tx, **wanted: Any) -> Any:
        """A page of documents."""
        return reads.list_invoices(tx, **wanted)

    @query(schemas.AskCount, gives=schemas.Counted, allow=allow("advisor", "accountant", "auditor", "ops"))
    def count_invoices(self, tx: Tx) -> Any:
        """How many documents there are."""
        return reads.count_invoices(tx)

    @query(schemas.WhichInvoice, gives=schemas.File, allow=_READ_INVOICE)
    def get_invoice_ubl(self, tx: Tx, *, invoice_id: str) -> Any:
        """The e-invoice."""
        return reads.get_invoice_ubl(tx, invoice_id=invoice_id)

    @query(schemas.WhichInvoice, gives=schemas.File, allow=_READ_INVOICE)
    def get_invoice_pdf(self, tx: Tx, *, invoice_id: str) -> Any:
        """The paper, once the job `render_invoices` has made it."""
        return reads.get_invoice_pdf(tx, invoice_id=invoice_id)

    @command(schemas.IssueCreditNote, gives=schemas.CreditNoteView, allow=allow("accountant"))
    def issue_credit_note(self, tx: Tx, **note: Any) -> Any:
        """Give back a part of what an invoice still claims."""
        return receivables.issue_credit_note(tx, **note)

    @command(schemas.WriteOffInvoice, gives=schemas.WrittenOff, allow=allow("accountant"))
    def write_off_invoice(self, tx: Tx, *, invoice_id: str, reason: str) -> Any:
        """Give up what is open on an invoice."""
        return receivables.write_off_invoice(tx, invoice_id=invoice_id, reason=reason)

    @command(schemas.IngestBankStatement, gives=schemas.StatementsTaken, allow=allow("bank"))
    def ingest_bank_statement(self, tx: Tx, *, file_format: str, content: str) -> Any:
        """Take in every statement of a bank file, each once."""
        return {"statements": bank.ingest_bank_statement(tx, file_format=file_format, content=content)}

    @query(schemas.ListUnmatched, gives=schemas.MovementView, allow=allow("accountant", "bank", "auditor"), many=True)
    def list_unmatched_movements(self, tx: Tx, *, after: str, most: int) -> Any:
        """Movements that wait for their owner."""
        return reads.list_unmatched_movements(tx, after=after, most=most)

    @command(schemas.MatchMovement, gives=schemas.Applied, allow=allow("accountant"))
    def match_movement(self, tx: Tx, *, movement_id: str, invoice_id: str) -> Any:
        """Money in suspense pays an invoice."""
        return {"payment_id": bank.match_movement(tx, movement_id=movement_id, invoice_id=invoice_id)}

    @query(schemas.WhichActivity, gives=schemas.ActivityStatement,
           allow=allow("advisor", "accountant", "auditor", self_by=reads.owner_of_activity))
    def get_activity_statement(self, tx: Tx, *, activity_id: str, order_id: str) -> Any:
        """Where every cent of an activity, or of one order, went."""
        return reads.get_activity_statement(tx, activity_id=activity_id, order_id=order_id)

    @hears("membership.member_admitted", schemas.MemberAdmitted, instead=["import_members"])
    def on_member_admitted(self, tx: Tx, heard: Heard) -> None:
        """Somebody may open activities."""
        people.note_admitted(tx, member_id=heard["member_id"], admitted_on=heard["admitted_on"])

    @hears("membership.member_left", schemas.MemberLeft, instead=["import_members"])
    def on_member_left(self, tx: Tx, heard: Heard) -> None:
        """Somebody may not any more."""
        people.note_left(tx, member_id=heard["member_id"], left_on=heard["left_on"])

    @hears("payroll.work_declared", schemas.WorkDeclared, instead=["record_employment"])
    def on_work_declared(self, tx: Tx, heard: Heard) -> None:
        """The employment is declared."""
        employment.note_declared(
            tx, order_id=heard["order_id"], declaration_id=heard["declaration_id"],
            span=Span(known_on=heard["declared_on"], starts_on=heard["starts_on"], ends_on=heard["ends_on"]))

    @hears("payroll.work_declaration_refused", schemas.WorkDeclarationRefused, instead=["record_employment"])
    def on_work_declaration_refused(self, tx: Tx, heard: Heard) -> None:
        """The employment is not declared after all."""
        employment.note_refused(tx, order_id=heard["order_id"], declaration_id=heard["declaration_id"],
                                reason=heard["reason"])

    @hears("payroll.cover_closed", schemas.CoverClosed, instead=["record_employment"])
    def on_cover_closed(self, tx: Tx, heard: Heard) -> None:
        """The work is not insured any more."""
        employment.note_cover_closed(tx, order_id=heard["order_id"], cover_id=heard["cover_id"])

    @hears("payroll.cover_opened", schemas.CoverOpened, instead=["record_employment"])
    def on_cover_opened(self, tx: Tx, heard: Heard) -> None:
        """The work is insured, as of the day of the event."""
        employment.note_insured(
            tx, order_id=heard["order_id"], cover_id=heard["cover_id"],
            span=Span(known_on=heard.event_on, starts_on=heard["starts_on"], ends_on=heard["ends_on"]))
