"""What became of an invoice: each gives the claim as it stands then, locked, or nothing when no budget stands on it."""

from collections.abc import Collection

from services.payroll.invoices import store
from services.payroll.invoices.rules import Claim, Invoice
from shared.money import Money
from shared.postgres import Tx


def record_invoice(tx: Tx, invoice: Invoice) -> None:
    """An invoice stands behind a budget."""
    store.add_invoice(tx, invoice)


def record_payment(tx: Tx, invoice_id: str, paid_so_far: Money, prepaid: Money | None) -> Claim | None:
    """The client paid, or a payment was taken back; `prepaid` where it was one of a deposit before the invoice."""
    return store.save_paid_so_far(tx, invoice_id, paid_so_far, prepaid)


def record_credit(tx: Tx, invoice_id: str, amount: Money) -> Claim | None:
    """A part of the claim was given back, VAT included."""
    return store.add_credited(tx, invoice_id, amount)


def record_write_off(tx: Tx, invoice_id: str, amount: Money) -> Claim | None:
    """The client will not pay what is open."""
    return store.add_written_off(tx, invoice_id, amount)


def record_recovery(tx: Tx, invoice_id: str, amount: Money) -> Claim | None:
    """Of what was given up, money came in, or (negative) was taken back."""
    return store.add_recovered(tx, invoice_id, amount)


def lock_claims(tx: Tx, invoice_ids: Collection[str]) -> dict[str, Claim]:
    """What became of invoices so far, by their ids, locked until commit."""
    return store.lock_claims(tx, invoice_ids) if invoice_ids else {}
