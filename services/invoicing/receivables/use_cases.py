"""What clients owe: paid, credited, given up, overdue."""

from datetime import date
from typing import Any

from services.invoicing.domain import receivable as rules
from services.invoicing.domain.receivable import Receivable
from services.invoicing.store import invoices, orders
from services.invoicing.use_cases import books
from services.invoicing.use_cases.issuing import issue_note, load_issued
from shared.identifiers import new_id
from shared.money import Money
from shared.postgres import Tx

BATCH = 500


def apply_payment(tx: Tx, *, invoice_id: str, movement_id: str, amount: Money, source: str, on: date) -> str:
    """Money that came in for an invoice: on what is open, on what was given up, the rest to the client's credit."""
    owed = invoices.lock_receivable(tx, invoice_id)
    shares, payment_id = rules.divide_payment(owed, amount), new_id("pay")
    paid, events = rules.pay(owed, shares=shares, payment_id=payment_id, on=on)
    invoices.save_receivable(tx, paid)
    invoices.add_payment(tx, payment_id=payment_id, movement_id=movement_id, invoice_id=invoice_id, paid_on=on,
                         shares=shares)
    books.book_payment(tx, owed, payment_id=payment_id, shares=shares, source=source, on=on)
    tx.announce_all(events)
    return payment_id


def take_payment_back(tx: Tx, *, returned: str, movement_id: str, on: date) -> bool:
    """The bank took back what a movement had paid; whether it had paid an invoice."""
    found = invoices.find_payment(tx, returned)
    if found is None:
        return False
    payment_id, invoice_id, shares = found
    owed = invoices.lock_receivable(tx, invoice_id)
    back, events = rules.take_back(owed, shares=shares, payment_id=payment_id, on=on)
    invoices.save_receivable(tx, back)
    invoices.add_reversal(tx, payment_id=payment_id, movement_id=movement_id, on=on)
    books.book_reversal(tx, owed, payment_id=payment_id, shares=shares, on=on)
    tx.announce_all(events)
    return True


def issue_credit_note(tx: Tx, *, invoice_id: str, net: Money, reason: str, description: str) -> dict[str, Any]:
    """Give back an amount without VAT and the tax on it, at most what the invoice still claims."""
    owed = invoices.lock_receivable(tx, invoice_id)
    corrected, before = load_issued(tx, invoice_id), invoices.get_credited_net(tx, invoice_id, net.currency)
    rules.assert_net_left(invoice_id, invoiced=corrected.invoice.net, credited=before, net=net)
    note = issue_note(tx, orders.lock_order(tx, owed.order_id), corrected, net=net, before=before,
                      description=description)
    credited, events = rules.credit(owed, amount=note.invoice.total, credit_note_id=note.invoice_id, reason=reason,
                                  on=tx.on)
    invoices.save_receivable(tx, credited)
    rate = invoices.get_fee_rate(tx, invoice_id)
    books.book_credit_note(tx, owed, note.invoice_id, note.invoice, (before + net).times(rate) - before.times(rate))
    tx.announce_all(events)
    return {"credit_note_id": note.invoice_id, "number": note.invoice.number, "net": note.invoice.net,
            "vat": note.invoice.vat, "total": note.invoice.total}


def write_off_invoice(tx: Tx, *, invoice_id: str, reason: str) -> Receivable:
    """Give up what is open: the house bears it, never the member."""
    owed = invoices.lock_receivable(tx, invoice_id)
    written_off, events = rules.write_off(owed, reason=reason, on=tx.on)
    write_off_id = new_id("wof")
    invoices.save_receivable(tx, written_off)
    invoices.add_write_off(tx, write_off_id=write_off_id, invoice_id=invoice_id, amount=owed.open, reason=reason)
    books.book_write_off(tx, owed, write_off_id, owed.open)
    tx.announce_all(events)
    return written_off


def mark_overdue(tx: Tx) -> int:
    """Say once of each invoice that its due day has passed; at most a batch of them. How many."""
    found = invoices.find_overdue(tx, limit=BATCH)
    for invoice_id in found:
        overdue, events = rules.fall_overdue(invoices.lock_receivable(tx, invoice_id), on=tx.on)
        invoices.save_receivable(tx, overdue)
        tx.announce_all(events)
    return len(found)
