"""What clients owe, what came in for it, what was given up, as rows."""

from datetime import date
from typing import Any

from services.invoicing.receivables.rules import AccountEntry, Allocation, Receivable
from shared.errors import NotFound
from shared.identifiers import new_id
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
FACTS = ("invoice_id", "order_id", "member_id", "activity_id", "client_id", "entity", "due_on", "overdue_on",
         "settled_on")
AMOUNTS = ("total", "paid", "credited", "written_off", "recovered", "written_off_vat",
           "recovered_vat")


def add_receivable(tx: Tx, *, invoice_id: str, due_on: date, total: Money) -> None:
    """The client owes the total from now on."""
    tx.run(Q.add_receivable, invoice_id=invoice_id, due_on=due_on, currency=total.currency, total_cents=total.cents)


def lock_receivable(tx: Tx, invoice_id: str) -> Receivable:
    """What is owed on an invoice, locked; credit notes and unknown ids are refused."""
    row = tx.require(Q.lock_receivable, NotFound(kind="invoice", id=invoice_id), invoice_id=invoice_id)
    facts: dict[str, Any] = {name: row[name] for name in FACTS}
    return Receivable(**facts | {name: Money.from_row(row, name) for name in AMOUNTS})


def save_receivable(tx: Tx, receivable: Receivable) -> None:
    """What is owed from now on."""
    tx.run(Q.save_receivable, invoice_id=receivable.invoice_id, overdue_on=receivable.overdue_on,
           settled_on=receivable.settled_on, paid_cents=receivable.paid.cents,
           credited_cents=receivable.credited.cents, written_off_cents=receivable.written_off.cents,
           recovered_cents=receivable.recovered.cents, written_off_vat_cents=receivable.written_off_vat.cents,
           recovered_vat_cents=receivable.recovered_vat.cents)


def lock_overdue(tx: Tx, *, limit: int) -> list[str]:
    """Invoices open after their due day about which nothing was told yet, locked."""
    return [row["invoice_id"] for row in tx.all(Q.lock_overdue, on=tx.on, limit=limit)]


def count_overdue(tx: Tx) -> int:
    """How many invoices would be marked overdue today."""
    return int(tx.single(Q.count_overdue, on=tx.on)["count"])


def add_write_off(tx: Tx, *, write_off_id: str, invoice_id: str, amount: Money, vat: Money, reason: str) -> None:
    """Keep why an invoice was given up."""
    tx.run(Q.add_write_off, write_off_id=write_off_id, invoice_id=invoice_id, written_off_on=tx.on,
           currency=amount.currency, cents=amount.cents, vat_cents=vat.cents, reason=reason)


def add_payment(
    tx: Tx, *, payment_id: str, movement_id: str, invoice_id: str, paid_on: date, allocation: Allocation,
) -> None:
    """Keep how money that came in was used."""
    tx.run(Q.add_payment, payment_id=payment_id, movement_id=movement_id, invoice_id=invoice_id, paid_on=paid_on,
           currency=allocation.credit.currency, applied_cents=allocation.applied.cents,
           recovered_cents=allocation.recovered.cents, credit_cents=allocation.credit.cents)


def find_payment(tx: Tx, movement_id: str) -> tuple[str, str, Allocation] | None:
    """What a movement paid and that was not taken back: the payment, its invoice, how it was used."""
    row = tx.one(Q.find_payment, movement_id=movement_id)
    if row is None:
        return None
    used = {name: Money.from_row(row, name) for name in ("applied", "recovered", "credit")}
    return row["payment_id"], row["invoice_id"], Allocation(**used)


def add_reversal(tx: Tx, *, payment_id: str, movement_id: str, on: date) -> None:
    """The bank took a payment back."""
    tx.run(Q.add_reversal, payment_id=payment_id, movement_id=movement_id, on=on)


def sum_open(tx: Tx, currency: str) -> Money:
    """What clients owe, over all invoices."""
    return Money(tx.single(Q.sum_open, currency=currency)["cents"], currency)


def lock_client_account(tx: Tx, client_id: str, currency: str) -> Money:
    """What a client has with the house; who holds it alone uses it, until the transaction ends."""
    tx.require(Q.lock_client, NotFound(kind="client", id=client_id), client_id=client_id)
    return Money(tx.single(Q.sum_of_client, client_id=client_id, currency=currency)["cents"], currency)


def add_account_entry(  # noqa: PLR0917 - the columns of one row
    tx: Tx, client_id: str, kind: AccountEntry, document: str, amount: Money, entity: str, *, invoice_id: str | None,
) -> None:
    """A client's account goes up, or down when negative."""
    tx.run(Q.add_account_entry, entry_id=new_id("cae"), client_id=client_id, kind=kind, document=document,
           invoice_id=invoice_id, entity=entity, currency=amount.currency, cents=amount.cents, on=tx.on)


def find_refund(tx: Tx, document: str) -> tuple[str, Money, str] | None:
    """Whose refund that is, how much was given back, and by which legal entity."""
    row = tx.one(Q.find_refund, document=document)
    return (row["client_id"], -Money.from_row(row), row["entity"]) if row else None


def sum_accounts(tx: Tx, currency: str) -> Money:
    """What all clients together have with the house."""
    return Money(tx.single(Q.sum_accounts, currency=currency)["cents"], currency)
