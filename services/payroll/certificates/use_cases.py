"""Certifying cover, and printing the certificates afterwards: only a job prints, as a process of its own."""

from datetime import date

import structlog

from services.payroll.certificates import reads, store
from services.payroll.certificates.errors import NothingCovered
from services.payroll.certificates.rules import Certificate
from services.payroll.countries.protocol import law
from services.payroll.workers.reads import parties_on
from shared.definitions import Advance
from shared.errors import Refusal
from shared.identifiers import new_id
from shared.papers import print_paper
from shared.postgres import Database, Tx

PRINTER, BATCH = "job:print_certificates", 20
log = structlog.get_logger()


def issue_certificate(tx: Tx, order_id: str) -> tuple[str, str]:
    """Certify the cover of an order as it stands; the certificate's id and number: of the last one, if that says it."""
    member_id, reference = store.lock_accepted(tx, order_id)
    covers = reads.covered_days(tx, order_id)
    if not covers:
        raise NothingCovered(order_id=order_id)
    employer, worker = parties_on(tx, member_id, tx.on)
    certificate_id = new_id("crt")
    certificate = Certificate(
        number=store.next_number(tx, order_id, reference), employer=employer, worker=worker, reference=reference,
        covers=covers, documents=reads.documents_about(tx, [order_id]).get(order_id, ()), issued_on=tx.on)
    before = store.find_last_certificate(tx, order_id)
    if before is not None and before[1].says(certificate):
        return before[0], before[1].number
    store.add_certificate(tx, certificate_id, order_id, member_id, certificate)
    return certificate_id, certificate.number


def print_certificates(database: Database, on: date, advance: Advance) -> str:
    """Print every certificate that has no paper yet; one that fails stops no other and is tried again."""
    made, failed, after = 0, 0, ""
    while True:
        with database.transaction(on=on, actor=PRINTER) as tx:
            batch = store.list_to_print(tx, after=after, limit=BATCH)
            printed = sum(_print(tx, certificate_id, certificate) for certificate_id, certificate in batch)
        if not batch:
            return f"{made} certificates of cover were printed, {failed} not"
        made, failed, after = made + printed, failed + len(batch) - printed, batch[-1][0]
        advance(made + failed, made + failed)


def _print(tx: Tx, certificate_id: str, certificate: Certificate) -> bool:
    try:
        pdf = print_paper(law(tx).cover_certificate(certificate))
    except Refusal as refusal:  # the next run tries it again
        log.warning("certificate_not_printed", certificate=certificate_id, code=refusal.code)
        return False
    store.add_paper(tx, certificate_id, pdf)
    return True
