"""Proofs over everything that is kept: yields one sentence per fault, so that `verify` can name it."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any

from services.invoicing.documents.ubl import write_ubl
from services.invoicing.domain.content import as_content, from_content
from services.invoicing.domain.invoice import Invoice, number_in
from shared.bus.event_log import GENESIS, canonical, chained
from shared.ledger import balance
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries("services.invoicing")
READ_AT_ONCE = 500  # documents held in memory while the proof runs


def content_digest(salt: str, content: str, ubl: str) -> str:
    """The digest of a document's texts. Salted: once salt and texts are lawfully erased, it tells nothing."""
    return chained(salt, content, ubl)


def series_faults(tx: Tx) -> Iterator[str]:
    """Numbers gapless, days never going back, chain whole, and every text made again from its content."""
    for row in tx.all(Q.verify_empty_series):
        yield f"invoicing: series {row['series']} counts further than it holds"
    with tx.conn.cursor("issued_documents") as cursor:
        cursor.itersize = READ_AT_ONCE
        for series, rows in groupby(cursor.execute(Q.verify_series), key=lambda row: row["series"]):
            yield from _faults_of_series(series, rows)


def _faults_of_series(series: str, rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    digest, issued_on, end = GENESIS, date.min, GENESIS
    for place, row in enumerate(rows, start=1):
        digest, end = chained(digest, row["number"], row["content_digest"]), row["last_digest"]
        if row["place"] != place or row["number"] != number_in(series, place):
            yield f"invoicing: series {series} has no number {place}"
            return
        if digest != row["digest"]:
            yield f"invoicing: the chain of series {series} breaks at {row['number']}"
            return
        if row["issued_on"] < issued_on:
            yield f"invoicing: {row['number']} bears a day before its predecessor's"
        if not _made_again(row):
            yield f"invoicing: {row['number']} is not what its content says"
        issued_on = row["issued_on"]
    if digest != end:
        yield f"invoicing: the chain of series {series} does not end where it should"


def _made_again(row: dict[str, Any]) -> bool:
    """Whether content, columns, e-invoice and digest of a document agree."""
    invoice = from_content(Invoice, json.loads(row["content"]))
    figures = (invoice.number, invoice.issued_on, invoice.net.cents, invoice.vat.cents, invoice.total.cents)
    return (figures == tuple(row[name] for name in ("number", "issued_on", "net_cents", "vat_cents", "total_cents"))
            and canonical(as_content(invoice)) == row["content"] and write_ubl(invoice) == row["ubl"]
            and content_digest(row["salt"], row["content"], row["ubl"]) == row["content_digest"])


def ledger_faults(tx: Tx) -> Iterator[str]:
    """What the books say is what the documents and the bank say: 400 = open, 451 = tax, 550 = statements."""
    for row in tx.all(Q.verify_taxes):
        yield f"invoicing: the tax of {row['number']} does not add up to its total"
    currency = str(tx.tables.value("currency", tx.on))
    for account, query, sign in (("clients", Q.verify_open, 1), ("vat_payable", Q.verify_vat, -1), ("bank",
                                                                                                    Q.verify_bank, 1)):
        expected = Money(sign * sum(row["cents"] for row in tx.all(query)), currency)
        found = balance(tx, account, currency=currency)
        if found != expected:
            yield f"invoicing: account {account} stands at {found}, what it keeps adds up to {expected}"
