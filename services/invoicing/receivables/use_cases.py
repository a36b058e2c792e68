"""What clients owe: paid, credited, given up, overdue."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from services.invoicing.budgets.use_cases import take_turnover_back
from services.invoicing.clients.reads import get_client
from services.invoicing.events import CreditReason, PaymentApplied, PaymentReversed, WriteOffReason
from services.invoicing.invoices.reads import get_credited_net, get_issued
from services.invoicing.invoices.rules.invoice import Issued
from services.invoicing.invoices.use_cases import issue_note
from services.invoicing.receivables import postings, rules, store
from services.invoicing.receivables.errors import RefundNotUnderWay
from services.invoicing.receivables.rules import AccountEntry, Allocation, IncomingPayment, Placed, Receivable
from shared.identifiers import new_id
from shared.ledger import MAIN_ENTITY, balance, post_all
from shared.money import Money
from shared.outgoing import Document, send_out
from shared.postgres import Tx
from shared.sepa import CreditTransfer, Payer, TransferBatch, transfer_file

BATCH = 500


def claim(tx: Tx, issued: Issued) -> None:
    """The client owes what an invoice claims."""
    store.add_receivable(tx, invoice_id=issued.invoice_id, due_on=issued.invoice.due_on, total=issued.invoice.total)


def apply_payments(tx: Tx, payments: Sequence[IncomingPayment], *, source: str) -> list[str]:
    """Money that came in for invoices: on what is open, on what was given up, the rest to the client's account.

    As many statements however many payments there are. `source` is the role of the account on which the money stands.
    """
    owed = store.lock_receivables(tx, {one.invoice_id for one in payments})
    applied, entries, given = [], [], []
    told: list[Any] = []
    for one in payments:
        before = owed[one.invoice_id]
        allocation, payment_id = rules.divide_payment(before, one.amount), new_id("pay")
        after, events = rules.pay(before, allocation=allocation, payment_id=payment_id, on=one.on)
        entry, rest = postings.entry_of_payment(before, after, document=payment_id, text="Payment of a client",
                                                amount=one.amount, source=source, on=one.on)
        owed[one.invoice_id] = after
        applied.append((payment_id, one, allocation))
        entries.append(entry)
        given += [(after, payment_id, rest)] if rest else []
        told += events
    store.save_receivables(tx, list(owed.values()))
    _tell(tx, owed, told)
    store.add_payments(tx, applied)
    store.add_overpaid(tx, given)
    post_all(tx, entries)
    return [payment_id for payment_id, _, _ in applied]


def _tell(tx: Tx, owed: Mapping[str, Receivable], events: Sequence[Any]) -> None:
    """Say what became of invoices; of a deposit whose work is done, of the invoice that took it off as well."""
    deposits = [invoice_id for invoice_id, one in owed.items() if one.in_advance]
    taken_off_by = store.list_deducting(tx, deposits) if deposits else {}
    for event in events:
        tx.announce(event)
        if event.invoice_id in taken_off_by and isinstance(event, PaymentApplied | PaymentReversed):
            tx.announce(rules.of_deducting(event, taken_off_by[event.invoice_id]))


def take_money_back(tx: Tx, *, returned: str, movement_id: str, on: date, source: str) -> bool:
    """The bank took back what a movement had paid, or brought onto a client's account; whether it had done either."""
    return (_take_payments_back(tx, returned, movement_id=movement_id, on=on, source=source)
            or _take_received_back(tx, returned, document=movement_id, on=on, source=source))


def undo_placing(tx: Tx, *, movement_id: str, document: str) -> Placed | None:
    """A person placed money wrongly: it goes back to suspense; what it had been placed as, if it was a client's.

    `document` is the placing's own. Refuses where what would go off a client's account was set off or refunded since.
    """
    currency = str(tx.tables.value("currency", tx.on))
    store.lock_receivables(tx, {invoice_id for _, invoice_id, _ in store.find_payments(tx, movement_id)})
    before = {client_id: store.lock_client_account(tx, client_id, currency)
              for client_id in store.list_clients_of(tx, movement_id)}
    if _take_payments_back(tx, movement_id, movement_id=movement_id, on=tx.on, source=postings.SUSPENSE,
                           text="Payment placed wrongly"):
        placed = Placed.PAYMENT
    elif _take_received_back(tx, movement_id, document=f"{document}/undone", on=tx.on, source=postings.SUSPENSE,
                             text="Placed wrongly"):
        placed = Placed.ON_ACCOUNT
    else:
        return None
    for client_id, there in before.items():
        rules.assert_not_used(client_id, before=there, after=store.lock_client_account(tx, client_id, there.currency))
    return placed


def _take_payments_back(
    tx: Tx, returned: str, *, movement_id: str, on: date, source: str, text: str = "Payment taken back by the bank",
) -> bool:
    found = store.find_payments(tx, returned)
    for payment_id, invoice_id, allocation in found:
        _take_back(tx, payment_id, invoice_id, allocation, movement_id=movement_id, on=on, source=source, text=text)
    return bool(found)


def _take_back(
    tx: Tx, payment_id: str, invoice_id: str, allocation: Allocation, *, movement_id: str, on: date, source: str,
    text: str,
) -> None:
    owed = store.lock_receivable(tx, invoice_id)
    back, events = rules.take_back(owed, allocation=allocation, payment_id=payment_id, on=on)
    store.save_receivable(tx, back)
    store.add_reversal(tx, payment_id=payment_id, movement_id=movement_id, on=on)
    rest = postings.book_payment(tx, owed, back, document=f"{payment_id}/reversed", on=on, source=source,
                                 text=text, amount=-allocation.whole)
    _enter(tx, owed, AccountEntry.TAKEN_BACK, payment_id, rest)
    _tell(tx, {invoice_id: owed}, events)


def _take_received_back(
    tx: Tx, returned: str, *, document: str, on: date, source: str, text: str = "Taken back by the bank",
) -> bool:
    found = store.find_received(tx, returned)
    if found is None:
        return False
    client_id, amount, entity = found
    store.add_account_entry(tx, client_id, AccountEntry.TAKEN_BACK, document, -amount, entity, invoice_id=None)
    postings.book_on_account(tx, document=document, text=text, amount=-amount, other=source, on=on, entity=entity)
    return True


def _enter(tx: Tx, owed: Receivable, kind: AccountEntry, document: str, amount: Money) -> None:
    if amount:
        store.add_account_entry(tx, owed.client_id, kind, document, amount, owed.entity, invoice_id=owed.invoice_id)


def settle_from_account(tx: Tx, *, invoice_id: str) -> Receivable:
    """Pay what is open on an invoice from what its client has with the house, as far as it goes."""
    owed = store.lock_receivable(tx, invoice_id)
    there = store.lock_client_account(tx, owed.client_id, owed.total.currency)
    used = min(owed.open, there)
    rules.assert_covers(owed.client_id, there=there, wanted=used)
    payment_id = new_id("pay")
    allocation = rules.divide_payment(owed, used)
    paid, events = rules.pay(owed, allocation=allocation, payment_id=payment_id, on=tx.on)
    store.save_receivable(tx, paid)
    postings.book_payment(tx, owed, paid, document=payment_id, text="Set off", amount=used, source=postings.CREDIT,
                          on=tx.on)
    _enter(tx, owed, AccountEntry.SET_OFF, payment_id, -used)
    _tell(tx, {invoice_id: owed}, events)
    return paid


def refund_client(tx: Tx, *, client_id: str, amount: Money, iban: str) -> str:
    """Give back what a client has with the house: a transfer leaves for the bank; the id that it bears."""
    client = get_client(tx, client_id=client_id)
    rules.assert_covers(client_id, there=store.lock_client_account(tx, client_id, amount.currency), wanted=amount)
    reference = new_id("rfd").replace("_", "")
    seller = tx.tables.row("cooperative", tx.on, MAIN_ENTITY)
    batch = TransferBatch(message_id=reference, execute_on=tx.on, written_at=tx.at,
                          payer=Payer(name=seller["name"], iban=seller["iban"], bic=seller["bic"]))
    transfer = CreditTransfer(end_to_end_id=reference, name=client.name, iban=iban, amount=amount)
    store.add_account_entry(tx, client_id, AccountEntry.REFUND, reference, -amount, MAIN_ENTITY, invoice_id=None)
    postings.book_on_account(tx, document=reference, text="Refund", amount=-amount, other=postings.REFUNDS, on=tx.on,
                             entity=MAIN_ENTITY)
    send_out(tx, Document(channel="bank", name=f"{reference}.xml", media_type="application/xml",
                          content=transfer_file(batch, [transfer]), about=client_id))
    return reference


def take_refund_back(tx: Tx, *, reference: str, movement_id: str, on: date) -> bool:
    """A refund came back from the bank: it is the client's again; whether it was one of ours."""
    found = store.find_refund(tx, reference)
    if found is None:
        return False
    client_id, amount, entity = found
    store.add_account_entry(tx, client_id, AccountEntry.REFUND_RETURNED, movement_id, amount, entity, invoice_id=None)
    postings.book_on_account(tx, document=movement_id, text="Refund came back", amount=amount, other=postings.REFUNDS,
                             on=on, entity=entity)
    return True


def receive_on_account(tx: Tx, *, client_id: str, document: str, amount: Money, on: date) -> None:
    """Money in suspense is a client's, though of no invoice: it stands on their account, to be set off or refunded."""
    store.lock_client_account(tx, client_id, amount.currency)
    store.add_account_entry(tx, client_id, AccountEntry.RECEIVED, document, amount, MAIN_ENTITY, invoice_id=None)
    postings.book_on_account(tx, document=document, text="Received on account", amount=amount,
                             other=postings.SUSPENSE, on=on, entity=MAIN_ENTITY)


def reject_refund(tx: Tx, *, reference: str) -> None:
    """The bank refused a refund before any money moved: the client has it with the house again."""
    found = store.find_refund_under_way(tx, reference)
    if found is None:
        raise RefundNotUnderWay(reference=reference)
    client_id, amount, entity = found
    document = f"{reference}/rejected"
    store.add_account_entry(tx, client_id, AccountEntry.REFUND_RETURNED, document, amount, entity, invoice_id=None)
    postings.book_on_account(tx, document=document, text="Refund refused by the bank", amount=amount,
                             other=postings.REFUNDS, on=tx.on, entity=entity)


def issue_credit_note(tx: Tx, *, invoice_id: str, net: Money, reason: CreditReason, description: str) -> Issued:
    """Give back an amount without VAT and the tax on it; what was paid of it becomes the client's own."""
    store.hold_deposit(tx, invoice_id)
    owed = store.lock_receivable(tx, invoice_id)
    corrected, before = get_issued(tx, invoice_id), get_credited_net(tx, invoice_id, net.currency)
    rules.assert_net_left(invoice_id, invoiced=corrected.invoice.net, credited=before, net=net)
    note = issue_note(tx, corrected, net=net, description=description)
    credited, events = rules.credit(owed, amount=note.invoice.total, credit_note_id=note.invoice_id, reason=reason,
                                    on=tx.on)
    store.save_receivable(tx, credited)
    postings.book_freed(tx, owed, note.invoice_id, owed.paid - credited.paid)
    _enter(tx, owed, AccountEntry.CREDIT_NOTE, note.invoice_id, owed.paid - credited.paid)
    take_turnover_back(tx, note, corrected=corrected, before=before)
    tx.announce_all(events)
    return note


def write_off_invoice(tx: Tx, *, invoice_id: str, reason: WriteOffReason) -> Receivable:
    """Give up what is open: the house bears the net, never the member; the VAT is claimed back."""
    owed, issued = store.lock_receivable(tx, invoice_id), get_issued(tx, invoice_id)
    rules.assert_worked(issued)
    invoice = issued.invoice
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


def prove_accounts(tx: Tx) -> Iterator[str]:
    """What clients have with the house stands on its account."""
    currency = str(tx.tables.value("currency", tx.on))
    expected, found = -store.sum_accounts(tx, currency), balance(tx, postings.CREDIT, currency=currency)
    if found != expected:
        yield f"invoicing: account {postings.CREDIT} stands at {found}, what it keeps adds up to {expected}"
