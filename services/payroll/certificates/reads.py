"""Questions about declared and insured work at an instant, and about certificates."""

from base64 import b64encode
from datetime import datetime
from typing import Any

from services.payroll.certificates.errors import CertificateNotPrinted
from services.payroll.certificates.rules import CoveredDays, Employment, Evidence, was_covered, was_declared
from services.payroll.countries.protocol import law
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def get_declared_and_covered(tx: Tx, *, member_id: str, at: datetime) -> dict[str, Any]:
    """Whether a worker's work was declared before an instant and insured on its legal day, with the evidence."""
    day = law(tx).day_of(at)
    rows, absent = (tx.all(query, member_id=member_id, day=day) for query in (Q.employments_of_day, Q.absent_on))
    evidence = documents_about(tx, [row["order_id"] for row in rows])
    found = [Employment(**row, documents=evidence.get(row["order_id"], ())) for row in rows]
    return {
        "member_id": member_id, "at": at, "declared": was_declared(found, at), "covered": was_covered(found),
        "absent": bool(absent),
        "employments": [{**row, "declared": one.is_declared(at), "documents": one.documents}
                        for row, one in zip(rows, found, strict=True)]}


def documents_about(tx: Tx, order_ids: list[str]) -> dict[str, tuple[Evidence, ...]]:
    """What left for the authority about orders."""
    found: dict[str, tuple[Evidence, ...]] = {}
    for row in tx.all(Q.documents_about, order_ids=order_ids):
        one = Evidence(name=row["name"], digest=row["digest"])
        found[row["order_id"]] = (*found.get(row["order_id"], ()), one)
    return found


def covered_days(tx: Tx, order_id: str) -> tuple[CoveredDays, ...]:
    """The days of an order that policies cover."""
    return tuple(CoveredDays(**row) for row in tx.all(Q.covered_days, order_id=order_id))


def owner_of_certificate(tx: Tx, *, certificate_id: str) -> str | None:
    """The member whose cover is certified."""
    row = tx.one(Q.get_certificate, certificate_id=certificate_id)
    return row["member_id"] if row else None


def get_certificate(tx: Tx, certificate_id: str) -> dict[str, Any]:
    """A certificate with its PDF in base 64, or a refusal that says when there will be one."""
    missing = NotFound(kind="certificate of cover", id=certificate_id)
    row = tx.require(Q.get_certificate, missing, certificate_id=certificate_id)
    if row["pdf"] is None:
        raise CertificateNotPrinted(number=row["number"])
    return {**row, "pdf": b64encode(row["pdf"]).decode()}
