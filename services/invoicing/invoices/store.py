"""Issued documents in their series."""

from collections.abc import Iterator, Mapping
from typing import Any

from services.invoicing.invoices.errors import PartInvoiced
from services.invoicing.invoices.rules.invoice import Deposit, Invoice, Series
from services.invoicing.invoices.rules.series import Kept
from services.invoicing.invoices.rules.vat import Rated
from shared.chain import GENESIS
from shared.errors import Refusal
from shared.money import Money
from shared.postgres import Tx, column
from shared.sql import load_queries

Q = load_queries(__package__)
CONSTRAINTS: Mapping[str, type[Refusal]] = {"invoices_one_per_part": PartInvoiced}
READ_AT_ONCE = 500  # documents held in memory while the proof runs


def lock_series(tx: Tx, series: str, entity: str) -> Series:
    """The end of a series; who holds it issues the next number, and nobody else until they have committed."""
    return Series(**tx.single(Q.lock_series, series=series, entity=entity, genesis=GENESIS))


def begin_claim(tx: Tx, order_id: str, part: int) -> tuple[int, list[tuple[str, Money]]]:
    """The next place in our range of payment references, and the deposits on a part that were paid whole.

    Each deposit with what is left of it with VAT; nobody gives one back until the transaction ends.
    """
    row = tx.single(Q.begin_claim, order_id=order_id, part=part)
    return row["place"], [(one["invoice_id"], Money(one["cents"], one["currency"])) for one in row["paid"]]


def issue(tx: Tx, invoice: Invoice, **document: Any) -> dict[str, Any] | None:
    """Number and keep a document with its taxes: its number, place, entity and digests.

    Nothing is kept, and nothing comes back, where its series has not begun or ends on a later day.
    """
    return tx.one(
        Q.issue, **document, kind="credit_note" if invoice.is_credit_note else "invoice", mark=invoice.number,
        issued_on=invoice.issued_on, supplied_on=invoice.supplied_on, due_on=invoice.due_on,
        currency=invoice.total.currency, net_cents=invoice.net.cents, vat_cents=invoice.vat.cents,
        total_cents=invoice.total.cents, structured_communication=invoice.structured_communication,
        categories=column(tax.case.category for tax in invoice.taxes),
        rates=column(str(tax.case.rate) for tax in invoice.taxes),
        bases=column(tax.base.cents for tax in invoice.taxes), vats=column(tax.vat.cents for tax in invoice.taxes))


def list_kept(tx: Tx) -> Iterator[Kept]:
    """Every document of every series in its place, read piece by piece."""
    with tx.conn.cursor("issued_documents") as cursor:
        cursor.itersize = READ_AT_ONCE
        for row in cursor.execute(Q.list_issued):
            yield Kept(**row)


def list_wrong_series(tx: Tx) -> list[str]:
    """Series that count further than they hold."""
    return [row["series"] for row in tx.all(Q.list_wrong_series)]


def list_wrong_taxes(tx: Tx) -> list[str]:
    """Numbers of documents whose tax per rate does not add up to their totals."""
    return [row["number"] for row in tx.all(Q.list_wrong_taxes)]


def get_given_back(tx: Tx, invoice_id: str, currency: str) -> dict[Rated, Money]:
    """What credit notes gave back of an invoice without VAT, by category and rate."""
    return {(row["category"], row["rate"]): Money(row["cents"], currency)
            for row in tx.all(Q.list_given_back, invoice_id=invoice_id)}


def get_deposited(tx: Tx, order_id: str, part: int, currency: str) -> dict[Rated, Money]:
    """What deposits claim of a part without VAT, less what was given back of them, by category and rate."""
    return {(row["category"], row["rate"]): Money(row["cents"], currency)
            for row in tx.all(Q.list_deposited, order_id=order_id, part=part)}


def add_deduction(tx: Tx, deposit: Deposit, invoice_id: str) -> None:
    """An invoice takes a deposit off; each is taken off once."""
    tx.run(Q.add_deduction, deposit_id=deposit.issued.invoice_id, invoice_id=invoice_id, currency=deposit.net.currency,
           cents=deposit.net.cents)


def sum_deposits(tx: Tx, currency: str) -> Money:
    """What was claimed before it was worked, and neither taken off nor given back, without VAT."""
    return Money(tx.single(Q.sum_deposits, currency=currency)["cents"], currency)
