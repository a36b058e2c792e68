"""Answers to questions: rows into what the answers' shapes show."""

import base64
import json
from collections.abc import Mapping
from typing import Any

from services.invoicing.documents.paper import file_name
from services.invoicing.domain.client import Client
from services.invoicing.domain.errors import PaperNotReady
from services.invoicing.store.invoices import get_document
from services.invoicing.store.orders import read_order
from services.invoicing.store.people import get_client
from services.invoicing.store.rows import sure
from shared.errors import NotFound
from shared.ledger import balance, statement
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def owner_of_order(tx: Tx, *, order_id: str, **_: Any) -> str | None:
    """The member who works an order."""
    row = tx.one(Q.get_order, order_id=order_id)
    return row["member_id"] if row else None


def owner_of_activity(tx: Tx, *, activity_id: str, **_: Any) -> str | None:
    """The member whose activity it is."""
    row = tx.one(Q.get_activity, activity_id=activity_id)
    return row["member_id"] if row else None


def owner_of_invoice(tx: Tx, *, invoice_id: str, **_: Any) -> str | None:
    """The member whose work an invoice claims."""
    row = tx.one(Q.get_invoice, invoice_id=invoice_id)
    return row["member_id"] if row else None


def list_clients(tx: Tx, *, after: str, limit: int) -> list[Client]:
    """A page of clients."""
    return [get_client(tx, row["client_id"]) for row in tx.all(Q.list_clients, after=after, limit=limit)]


def list_activities(tx: Tx, *, member_id: str) -> list[dict[str, Any]]:
    """The activities of a member."""
    return tx.all(Q.list_activities, member_id=member_id)


def get_order(tx: Tx, *, order_id: str) -> dict[str, Any]:
    """An order form whole, with what payroll said about its employment."""
    row = tx.one(Q.get_order, order_id=order_id)
    if row is None:
        raise NotFound(kind="order", id=order_id)
    order = read_order(row, tx.all(Q.order_parts, order_id=order_id))
    known = tx.one(Q.get_employment, order_id=order_id) or {}
    employment = {name: known.get(name) for name in ("declared_on", "insured_on", "refused_because")}
    return {**row, "amount": order.amount, "starts_on": order.starts_on, "ends_on": order.ends_on,
            "parts": order.parts, "worked": tx.all(Q.work_days, order_id=order_id), "employment": employment}


def list_orders(tx: Tx, **wanted: Any) -> list[dict[str, Any]]:
    """A page of order forms."""
    return tx.all(Q.list_orders, **wanted)


def get_invoice(tx: Tx, *, invoice_id: str) -> dict[str, Any]:
    """A document whole."""
    row = get_document(tx, invoice_id)
    money = _money_of(row)
    taxes = [{**tax, "base": money(tax["base_cents"]), "vat": money(tax["vat_cents"])}
             for tax in tx.all(Q.invoice_taxes, invoice_id=invoice_id)]
    payments = [{**paid, **{name: money(paid[f"{name}_cents"]) for name in ("applied", "recovered", "credit")}}
                for paid in tx.all(Q.invoice_payments, invoice_id=invoice_id)]
    owed = {name: money(row[f"{name}_cents"] or 0) for name in ("paid", "credited", "written_off", "recovered")}
    claimed = row["total_cents"] if row["kind"] == "invoice" else 0
    row["open_cents"] = claimed - sum(owed[name].cents for name in ("paid", "credited", "written_off"))
    return {**_brief(row), **owed, "taxes": taxes, "payments": payments, "faults": json.loads(row["faults"] or "[]")}


def list_invoices(tx: Tx, **wanted: Any) -> list[dict[str, Any]]:
    """A page of documents."""
    return [_brief(row) for row in tx.all(Q.list_invoices, **wanted)]


def _brief(row: dict[str, Any]) -> dict[str, Any]:
    money = _money_of(row)
    amounts = {name: money(row[f"{name}_cents"]) for name in ("net", "vat", "total", "open")}
    return {**row, **amounts, "state": _state(row)}


def _state(row: Mapping[str, Any]) -> str:
    """issued, overdue, written_off, settled; a credit note is only ever issued."""
    if row["kind"] == "invoice" and row["settled_on"]:
        return "written_off" if row["written_off_cents"] else "settled"
    return "overdue" if row["overdue_on"] else "issued"


def _money_of(row: Mapping[str, Any]) -> Any:
    return lambda cents: Money(cents, row["currency"])


def count_invoices(tx: Tx) -> dict[str, Any]:
    """How many documents there are."""
    return sure(tx.one(Q.count_invoices))


def get_invoice_ubl(tx: Tx, *, invoice_id: str) -> dict[str, Any]:
    """The e-invoice."""
    row = get_document(tx, invoice_id)
    return _file(f"{file_name(row['number'])}.xml", "application/xml", row["ubl"].encode())


def get_invoice_pdf(tx: Tx, *, invoice_id: str) -> dict[str, Any]:
    """The paper, once the job has made it."""
    row = tx.one(Q.get_paper, invoice_id=invoice_id)
    if row is None:
        raise NotFound(kind="invoice", id=invoice_id)
    if row["pdf"] is None:
        raise PaperNotReady(invoice_id=invoice_id)
    return _file(f"{file_name(row['number'])}.pdf", "application/pdf", row["pdf"])


def _file(name: str, media_type: str, content: bytes) -> dict[str, Any]:
    return {"name": name, "media_type": media_type, "content_base64": base64.b64encode(content).decode()}


def list_unmatched_movements(tx: Tx, *, after: str, limit: int) -> list[dict[str, Any]]:
    """A page of movements that wait for their owner."""
    return [{**row, "amount": Money(row["cents"], row["currency"])}
            for row in tx.all(Q.list_unmatched, after=after, limit=limit)]


# What each figure of the statement is: its account, and the side on which it grows.
FIGURES = {"turnover": ("services_sold", -1), "vat": ("vat_payable", -1), "fee": ("fees", -1),
           "budget": ("clearing_with_payroll", -1),
           "balance": ("activity_accounts", -1), "owed": ("owed_by_activities", 1), "open": ("clients", 1),
           "written_off": ("losses_on_clients", 1)}


def get_activity_statement(tx: Tx, *, activity_id: str, order_id: str) -> dict[str, Any]:
    """Where every cent of an activity (or of one of its orders) went, out of the ledger and nothing else."""
    currency = str(tx.tables.value("currency", tx.on))
    found = {name: _figure(tx, account, side, currency, activity=activity_id, order=order_id)
             for name, (account, side) in FIGURES.items()}
    invoiced = found["turnover"] + found["vat"]
    return {"activity_id": activity_id, "order_id": order_id, "invoiced": invoiced,
            "paid": invoiced - found["open"] - found["written_off"], **found,
            "entries": [_entry(row) for row in statement(tx, activity=activity_id, order=order_id)]}


def _figure(tx: Tx, account: str, side: int, currency: str, *, activity: str, order: str) -> Money:
    amount = balance(tx, account, activity=activity, order=order, currency=currency)
    return amount if side > 0 else -amount


def _entry(row: dict[str, Any]) -> dict[str, Any]:
    return {"on": row["booked_on"], "account": row["account"], "text": row["text"], "order_id": row["order_ref"],
            "amount": row["amount"]}
