"""Questions about documents: rows as the answers' shapes show them."""

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from services.invoicing.invoices.rules.invoice import Invoice, Issued
from shared.content import from_content
from shared.errors import NotFound
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
AMOUNTS = ("net", "vat", "total", "open", "paid", "credited", "written_off", "recovered")


class InvoiceState(StrEnum):
    """Where a document is; a credit note is only ever issued."""

    ISSUED = "issued"
    OVERDUE = "overdue"
    WRITTEN_OFF = "written_off"
    SETTLED = "settled"


def owner_of_invoice(tx: Tx, *, invoice_id: str, **_: Any) -> str | None:
    """The member whose work an invoice claims."""
    row = tx.one(Q.get_invoice, invoice_id=invoice_id)
    return row["member_id"] if row else None


def get_invoice(tx: Tx, *, invoice_id: str) -> dict[str, Any]:
    """A document whole, with what is owed on it and what the official rules said of it."""
    row = tx.require(Q.get_invoice, NotFound(kind="invoice", id=invoice_id), invoice_id=invoice_id)
    payments = [
        {**paid, **{name: Money.from_row(paid, name) for name in ("applied", "recovered", "credit")}}
        for paid in tx.all(Q.list_payments, invoice_id=invoice_id)]
    taxes = [{**tax, "base": Money.from_row(tax, "base"), "vat": Money.from_row(tax, "vat")}
             for tax in tx.all(Q.list_taxes, invoice_id=invoice_id)]
    return {**_shown(row), "taxes": taxes, "payments": payments, "faults": json.loads(row["faults"] or "[]")}


def list_invoices(
    tx: Tx, *, client_id: str | None, member_id: str | None, order_id: str | None, open: bool | None,  # noqa: A002
    after: str, limit: int,
) -> list[dict[str, Any]]:
    """A page of documents."""
    return [_shown(row) for row in tx.all(Q.list_invoices, client_id=client_id, member_id=member_id, order_id=order_id,
                                          open=open, after=after, limit=limit)]


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, **{name: Money.from_row(row, name) for name in AMOUNTS}, "state": _state(row)}


def _state(row: Mapping[str, Any]) -> InvoiceState:
    if row["kind"] == "invoice" and row["settled_on"]:
        return InvoiceState.WRITTEN_OFF if row["written_off_cents"] else InvoiceState.SETTLED
    return InvoiceState.OVERDUE if row["overdue_on"] else InvoiceState.ISSUED


def count_invoices(tx: Tx) -> dict[str, Any]:
    """How many documents there are."""
    return tx.single(Q.count_invoices)


def get_issued(tx: Tx, invoice_id: str) -> Issued:
    """A document issued before, read from its content; or a refusal."""
    row = tx.require(Q.get_invoice, NotFound(kind="invoice", id=invoice_id), invoice_id=invoice_id)
    kept = {name: row[name] for name in Issued.__dataclass_fields__ if name not in {"invoice", "deposits"}}
    return Issued(invoice=from_content(Invoice, json.loads(row["content"])), **{
        **kept, "in_advance": row["waits_for_work"]})


def get_credited_net(tx: Tx, invoice_id: str, currency: str) -> Money:
    """What the credit notes of an invoice gave back so far, without VAT."""
    return Money(tx.single(Q.get_credited_net, invoice_id=invoice_id)["cents"], currency)
