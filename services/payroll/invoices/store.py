"""Invoices behind budgets: rows and values. What is written is locked until commit."""

from collections.abc import Collection
from typing import Any

from services.payroll.invoices.rules import Claim, Invoice
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def add_invoice(tx: Tx, invoice: Invoice) -> None:
    """Write the invoice behind a budget; one that stands behind several is written once."""
    tx.run(Q.add_invoice, invoice_id=invoice.invoice_id, client_id=invoice.client_id,
           total_cents=invoice.total.cents, prepaid_cents=invoice.prepaid.cents,
           currency=invoice.total.currency, due_on=invoice.due_on)


def save_paid_so_far(tx: Tx, invoice_id: str, paid: Money, prepaid: Money | None) -> Claim | None:
    """Write what the client has paid of an invoice, and of deposits before it where that changed.

    The claim, or nothing when no budget stands on it.
    """
    return _claim(tx.one(Q.save_paid_so_far, invoice_id=invoice_id, cents=paid.cents,
                         prepaid=None if prepaid is None else prepaid.cents))


def add_credited(tx: Tx, invoice_id: str, amount: Money) -> Claim | None:
    """Add what was credited on an invoice, VAT included."""
    return _claim(tx.one(Q.add_credited, invoice_id=invoice_id, cents=amount.cents))


def add_written_off(tx: Tx, invoice_id: str, amount: Money) -> Claim | None:
    """Add what the client will not pay of an invoice."""
    return _claim(tx.one(Q.add_written_off, invoice_id=invoice_id, cents=amount.cents))


def add_recovered(tx: Tx, invoice_id: str, amount: Money) -> Claim | None:
    """Add what came in of what was given up, or (negative) was taken back."""
    return _claim(tx.one(Q.add_recovered, invoice_id=invoice_id, cents=amount.cents))


def lock_claims(tx: Tx, invoice_ids: Collection[str]) -> dict[str, Claim]:
    """What became of invoices so far, by their ids, locked until commit in their order."""
    return {row["invoice_id"]: _known(row) for row in tx.all(Q.lock_invoices, invoice_ids=list(invoice_ids))}


def _claim(row: dict[str, Any] | None) -> Claim | None:
    return _known(row) if row else None


def _known(row: dict[str, Any]) -> Claim:
    return Claim(**{name: Money.from_row(row, name)
                    for name in ("total", "paid", "credited", "written_off", "recovered")})
