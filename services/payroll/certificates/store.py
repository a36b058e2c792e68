"""Certificates of cover and their papers: rows and values."""

from services.payroll.certificates.errors import NothingCovered
from services.payroll.certificates.rules import Certificate
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def lock_accepted(tx: Tx, order_id: str) -> tuple[str, str]:
    """The worker of an order and the number of its accepted declaration, locked until commit, or a refusal."""
    row = tx.require(Q.accepted_declaration, NothingCovered(order_id=order_id), order_id=order_id)
    return row["member_id"], row["reference"]


def next_number(tx: Tx, order_id: str, reference: str) -> str:
    """The number of an order's next certificate: the authority's number of the employment, and a count."""
    return f"{reference}/{tx.single(Q.count_certificates, order_id=order_id)['count'] + 1}"


def add_certificate(tx: Tx, certificate_id: str, order_id: str, member_id: str, certificate: Certificate) -> None:
    """Write a certificate of cover."""
    tx.run(Q.add_certificate, certificate_id=certificate_id, order_id=order_id, member_id=member_id,
           number=certificate.number, content=certificate.content, on=tx.on, by=tx.actor)


def find_last_certificate(tx: Tx, order_id: str) -> tuple[str, Certificate] | None:
    """The last certificate of an order and its id, if there is one."""
    row = tx.one(Q.last_certificate, order_id=order_id)
    return (row["certificate_id"], Certificate.from_text(row["content"])) if row else None


def list_to_print(tx: Tx, *, after: str, limit: int) -> list[tuple[str, Certificate]]:
    """The next certificates without a paper."""
    return [(row["certificate_id"], Certificate.from_text(row["content"]))
            for row in tx.all(Q.list_to_print, after=after, limit=limit)]


def add_paper(tx: Tx, certificate_id: str, pdf: bytes) -> None:
    """Keep the paper of a certificate."""
    tx.run(Q.add_paper, certificate_id=certificate_id, pdf=pdf, on=tx.on)
