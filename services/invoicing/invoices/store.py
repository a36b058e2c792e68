"""Issued documents in their series, what is owed on them, and what became of the turnover."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from services.invoicing.domain.budget import Budget
from services.invoicing.domain.invoice import Invoice
from services.invoicing.domain.receivable import Receivable, Shares
from services.invoicing.store.rows import sure
from shared.bus.event_log import GENESIS
from shared.errors import NotFound
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries("services.invoicing")
_OWED_FACTS = ("invoice_id", "order_id", "member_id", "activity_id", "client_id", "due_on", "overdue_on", "settled_on")
_OWED_AMOUNTS = ("total", "paid", "credited", "written_off", "recovered")


@dataclass(frozen=True, kw_only=True)
class Series:
    """Where a series has come to."""

    series: str
    last_place: int
    last_issued_on: date | None
    last_digest: str


@dataclass(frozen=True, kw_only=True)
class Issued:
    """A document with its place in its series, its texts and its digests: what is kept for ever."""

    invoice_id: str
    order_id: str
    part: int
    activity_id: str
    member_id: str
    client_id: str
    refers_to: str | None
    series: str
    place: int
    invoice: Invoice
    content: str
    ubl: str
    salt: str
    content_digest: str
    digest: str


def lock_series(tx: Tx, series: str) -> Series:
    """The end of a series; who holds it issues the next number, and nobody else until he has committed."""
    row = sure(tx.one(Q.lock_series, series=series, genesis=GENESIS))
    return Series(**row)


def next_reference(tx: Tx) -> int:
    """The next number of our range of structured communications."""
    row = sure(tx.one(Q.next_reference))
    return int(row["place"])


def add_issued(tx: Tx, issued: Issued) -> None:
    """Keep the document, its taxes, and move its series on."""
    invoice = issued.invoice
    kept = {name: getattr(issued, name) for name in issued.__dataclass_fields__ if name != "invoice"}
    tx.run(
        Q.add_invoice, kind="credit_note" if invoice.is_credit_note else "invoice", number=invoice.number,
        issued_on=invoice.issued_on, supplied_on=invoice.supplied_on, due_on=invoice.due_on,
        currency=invoice.total.currency, net_cents=invoice.net.cents, vat_cents=invoice.vat.cents,
        total_cents=invoice.total.cents, structured_communication=invoice.structured_communication, **kept)
    tx.run_many(Q.add_tax, [
        {"invoice_id": issued.invoice_id, "category": tax.case.category, "rate": tax.case.rate,
         "base_cents": tax.base.cents, "vat_cents": tax.vat.cents} for tax in invoice.taxes])
    tx.run(Q.move_series, series=issued.series, place=issued.place, issued_on=invoice.issued_on, digest=issued.digest)


def add_receivable(tx: Tx, issued: Issued) -> None:
    """The client owes the total from now on."""
    total = issued.invoice.total
    tx.run(Q.add_receivable, invoice_id=issued.invoice_id, due_on=issued.invoice.due_on, currency=total.currency,
           total_cents=total.cents)


def add_budget(tx: Tx, *, allocation_id: str, invoice_id: str, order_id: str, part: int, budget: Budget) -> None:
    """Keep what became of a turnover."""
    tx.run(Q.add_budget, allocation_id=allocation_id, invoice_id=invoice_id, order_id=order_id, part=part,
           currency=budget.net.currency, net_cents=budget.net.cents, fee_rate=budget.rule.rate,
           fee_source=budget.rule.source, fee_cents=budget.fee.cents, expenses_cents=budget.expenses.cents,
           budget_cents=budget.budget.cents)


def lock_receivable(tx: Tx, invoice_id: str) -> Receivable:
    """What is owed on an invoice, locked; credit notes and unknown ids are refused."""
    row = tx.one(Q.lock_receivable, invoice_id=invoice_id)
    if row is None:
        raise NotFound(kind="invoice", id=invoice_id)
    facts: dict[str, Any] = {name: row[name] for name in _OWED_FACTS}
    facts |= {name: Money(row[f"{name}_cents"], row["currency"]) for name in _OWED_AMOUNTS}
    return Receivable(**facts)


def find_by_communication(tx: Tx, structured_communication: str) -> str | None:
    """The invoice that bears a structured communication."""
    row = tx.one(Q.find_by_communication, structured_communication=structured_communication)
    return row["invoice_id"] if row else None


def save_receivable(tx: Tx, receivable: Receivable) -> None:
    """What is owed from now on."""
    tx.run(Q.save_receivable, invoice_id=receivable.invoice_id, overdue_on=receivable.overdue_on,
           settled_on=receivable.settled_on,
           **{f"{name}_cents": getattr(receivable, name).cents for name in _OWED_AMOUNTS})


def find_overdue(tx: Tx, *, limit: int) -> list[str]:
    """Invoices open after their due day about which nothing was said yet, locked."""
    return [row["invoice_id"] for row in tx.all(Q.overdue_receivables, on=tx.on, limit=limit)]


def add_write_off(tx: Tx, *, write_off_id: str, invoice_id: str, amount: Money, reason: str) -> None:
    """Keep why an invoice was given up."""
    tx.run(Q.add_write_off, write_off_id=write_off_id, invoice_id=invoice_id, written_off_on=tx.on,
           currency=amount.currency, cents=amount.cents, reason=reason)


def add_payment(tx: Tx, *, payment_id: str, movement_id: str, invoice_id: str, paid_on: date, shares: Shares) -> None:
    """Keep how money that came in was used."""
    tx.run(Q.add_payment, payment_id=payment_id, movement_id=movement_id, invoice_id=invoice_id, paid_on=paid_on,
           currency=shares.credit.currency, applied_cents=shares.applied.cents,
           recovered_cents=shares.recovered.cents, credit_cents=shares.credit.cents)


def find_payment(tx: Tx, movement_id: str) -> tuple[str, str, Shares] | None:
    """What a movement paid and that was not taken back: the payment, its invoice, how it was used."""
    row = tx.one(Q.payment_of_movement, movement_id=movement_id)
    if row is None:
        return None
    used = {name: Money(row[f"{name}_cents"], row["currency"]) for name in ("applied", "recovered", "credit")}
    return row["payment_id"], row["invoice_id"], Shares(**used)


def add_reversal(tx: Tx, *, payment_id: str, movement_id: str, on: date) -> None:
    """The bank took a payment back."""
    tx.run(Q.add_reversal, payment_id=payment_id, movement_id=movement_id, on=on)


def get_document(tx: Tx, invoice_id: str) -> dict[str, Any]:
    """An issued document's row, or a refusal."""
    row = tx.one(Q.get_invoice, invoice_id=invoice_id)
    if row is None:
        raise NotFound(kind="invoice", id=invoice_id)
    return row


def unrendered(tx: Tx, *, limit: int) -> list[dict[str, Any]]:
    """Documents without their paper."""
    return tx.all(Q.unrendered_invoices, limit=limit)


def add_paper(tx: Tx, *, invoice_id: str, pdf: bytes, rules: str, faults: str) -> bool:
    """Keep the paper of a document; whether it is this one that was kept."""
    return tx.one(Q.add_paper, invoice_id=invoice_id, pdf=pdf, rules=rules, faults=faults, on=tx.on) is not None


def count_overdue(tx: Tx) -> int:
    """How many invoices would be marked overdue today."""
    row = sure(tx.one(Q.count_overdue, on=tx.on))
    return int(row["count"])


def count_unrendered(tx: Tx) -> int:
    """How many documents have no paper yet."""
    row = sure(tx.one(Q.count_unrendered))
    return int(row["count"])


def get_fee_rate(tx: Tx, invoice_id: str) -> Decimal:
    """The rate at which the fee of an invoice was taken."""
    row = sure(tx.one(Q.get_budget, invoice_id=invoice_id))
    return Decimal(row["fee_rate"])


def get_credited_net(tx: Tx, invoice_id: str, currency: str) -> Money:
    """What the credit notes of an invoice gave back so far, without VAT."""
    return Money(sure(tx.one(Q.get_credited_net, invoice_id=invoice_id))["cents"], currency)
