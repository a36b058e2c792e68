"""Questions about erasures."""

from datetime import date
from typing import Any

from services.invoicing.erasures.rules import Subject
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def get_erasure(tx: Tx, *, kind: str, subject: str) -> dict[str, Any]:
    """What was removed of somebody, what is kept, by which law and until when."""
    row = tx.require(Q.find_erasure, NotFound(kind="erasure", id=subject), kind=kind, subject=subject)
    return {**row, "lines": tx.all(Q.list_lines, erasure_id=row["erasure_id"])}


def is_erased(tx: Tx, kind: Subject, subject: str) -> bool:
    """Whether somebody's erasure was asked for."""
    return tx.one(Q.find_erasure, kind=kind, subject=subject) is not None


def count_open(tx: Tx, client_id: str) -> int:
    """Orders, invoices and sums with a client that are open."""
    return int(tx.single(Q.count_open_of_client, subject=client_id)["count"])


def last_booked_on(tx: Tx, kind: Subject, subject: str) -> date | None:
    """The day of somebody's last document in the books."""
    query = Q.last_invoice_of_client if kind == Subject.CLIENT else Q.last_document_of_member
    day: date | None = tx.single(query, subject=subject)["last_on"]
    return day


def list_too_early(tx: Tx, *, years: int) -> list[str]:
    """Numbers of documents that were emptied though the books still keep them."""
    return [row["number"] for row in tx.all(Q.list_too_early, years=years)]
