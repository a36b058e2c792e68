"""What clients owe: paid, credited, given up, overdue."""

from collections.abc import Iterator
from datetime import date

from services.invoicing.budgets.use_cases import take_turnover_back
from services.invoicing.events import CreditReason, WriteOffReason
from services.invoicing.invoices.reads import get_credited_net, get_issued
from services.invoicing.invoices.rules.invoice import Issued
from services.invoicing.invoices.use_cases import issue_note
from services.invoicing.receivables import postings, rules, store
from services.invoicing.receivables.rules import Receivable
from shared.identifiers import new_id
from shared.ledger import balance
from shared.money import Money
from shared.postgres import Tx

BATCH = 500


def claim(tx: Tx, issued: Issued) -> None:
    """The client owes what an invoice claims."""
    store.add_receivable(tx, invoice_id=issued.invoice_id, due_on=issued.invoice.due_on, total=issued.invoice.total)


def apply_payment(tx: Tx, *, invoice_id: str, movement_id: str, amount: Money, source: str, on: date) -> str:
    """Money that came in for an invoice: on what is open, on what was given up, the rest to the client's credit.

    `source` is the role of the account on which the money stands.
    """
    owed = store.lock_receivable(tx, invoice_id)
    allocation, payment_id = rules.divide_payment(owed, amount), new_id("pay")
    paid, events = rules.pay(owed, allocation=allocation, payment_id=payment_id, on=on)
    store.save_receivable(tx, paid)
    store.add_payment(tx, payment_id=payment_id, movement_id=movement_id, invoice_id=invoice_id, paid_on=on,
                      allocation=allocation)
    postings.book_payment(tx, owed, paid, payment_id=payment_id, allocation=allocation, source=source, on=on)
    tx.announce_all(events)
    return payment_id


def take_payment_back(tx: Tx, *, returned: str, movement_id: str, on: date) -> bool:
    """The bank took back what a movement had paid; whether it had paid an invoice."""
    found = store.find_payment(tx, returned)
    if found is None:
        return False
    payment_id, invoice_id, allocation = found
    owed = store.lock_receivable(tx, invoice_id)
    back, events = rules.take_back(owed, allocation=allocation, payment_id=payment_id, on=on)
    store.save_receivable(tx, back)
    store.add_reversal(tx, payment_id=payment_id, movement_id=movement_id, on=on)
    postings.book_reversal(tx, owed, back, payment_id=payment_id, allocation=allocation, on=on)
    tx.announce_all(events)
    return True


def issue_credit_note(tx: Tx, *, invoice_id: str, net: Money, reason: CreditReason, description: str) -> Issued:
    """Give back an amount without VAT and the tax on it, at most what the invoice still claims."""
    owed = store.lock_receivable(tx, invoice_id)
    corrected, before = get_issued(tx, invoice_id), get_credited_net(tx, invoice_id, net.currency)
    rules.assert_net_left(invoice_id, invoiced=corrected.invoice.net, credited=before, net=net)
    note = issue_note(tx, corrected, net=net, before=before, description=description)
    credited, events = rules.credit(owed, amount=note.invoice.total, credit_note_id=note.invoice_id, reason=reason,
                                    on=tx.on)
    store.save_receivable(tx, credited)
    take_turnover_back(tx, note, corrected=invoice_id, before=before)
    tx.announce_all(events)
    return note


def write_off_invoice(tx: Tx, *, invoice_id: str, reason: WriteOffReason) -> Receivable:
    """Give up what is open: the house bears the net, never the member; the VAT is claimed back."""
    owed, invoice = store.lock_receivable(tx, invoice_id), get_issued(tx, invoice_id).invoice
    claimed_net = invoice.net - get_credited_net(tx, invoice_id, invoice.net.currency)
    written_off, events = rules.write_off(
        owed, claimed_net=claimed_net, claimed_vat=owed.total - owed.credited - claimed_net, reason=reason, on=tx.on)
    write_off_id, vat = new_id("wof"), written_off.written_off_vat - owed.written_off_vat
    store.save_receivable(tx, written_off)
    store.add_write_off(tx, write_off_id=write_off_id, invoice_id=invoice_id, amount=owed.open, vat=vat, reason=reason)
    postings.book_write_off(tx, owed, write_off_id, net=owed.open - vat, vat=vat)
    tx.announce_all(events)
    return written_off


def mark_overdue(tx: Tx) -> int:
    """Tell once of each invoice that its due day has passed; at most a batch of them. How many."""
    found = store.lock_overdue(tx, limit=BATCH)
    for invoice_id in found:
        overdue, events = rules.fall_overdue(store.lock_receivable(tx, invoice_id), on=tx.on)
        store.save_receivable(tx, overdue)
        tx.announce_all(events)
    return len(found)


def count_overdue(tx: Tx) -> int:
    """How many invoices would be marked overdue today."""
    return store.count_overdue(tx)


def prove_open(tx: Tx) -> Iterator[str]:
    """The account of clients stands at what is open on their invoices."""
    currency = str(tx.tables.value("currency", tx.on))
    expected, found = store.sum_open(tx, currency), balance(tx, postings.CLIENTS, currency=currency)
    if found != expected:
        yield f"invoicing: account {postings.CLIENTS} stands at {found}, what it keeps adds up to {expected}"
