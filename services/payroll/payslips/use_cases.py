"""Issuing payslips with their wages, and printing them afterwards: only a job prints, as a process of its own."""

import os
from collections.abc import Mapping, Sequence
from datetime import date

import structlog

from services.payroll.countries.protocol import law
from services.payroll.events import PayslipIssued
from services.payroll.payslips import store
from services.payroll.payslips.errors import NotSetAside
from services.payroll.payslips.rules import Payslip, Slip, ToPrint, printed_number
from services.payroll.wages.rules.pay import Wage
from services.payroll.workers.reads import employer_on, workers_on
from shared.chain import next_digest, salted_digest_of_bytes
from shared.definitions import Advance
from shared.errors import Refusal
from shared.money import Money
from shared.papers import print_paper
from shared.postgres import Database, Tx

SALT_BYTES, BATCH = 16, 20
PRINTER = "job:print_payslips"
log = structlog.get_logger()


def issue_payslips(tx: Tx, wages: Sequence[Wage], set_off: Mapping[str, Money]) -> None:
    """Issue the payslips of wages under the next numbers of the year: their content is kept, papers come later."""
    employer = employer_on(tx, tx.on)
    workers = workers_on(tx, {wage.due.member_id: wage.due.last_worked for wage in wages})
    number, digest = store.next_numbers(tx, tx.on.year, len(wages))
    issued = []
    for wage in wages:
        slip = Slip(number=printed_number(tx.on.year, number), employer=employer, worker=workers[wage.due.member_id],
                    wage=wage, issued_on=tx.on, set_off=set_off.get(wage.wage_id))
        issued.append(_chained(slip, number, digest))
        tx.announce(_told(slip))
        number, digest = number + 1, issued[-1].digest
    store.add_payslips(tx, issued)


def _chained(slip: Slip, number: int, previous: str) -> Payslip:
    salt, content, wage_id = os.urandom(SALT_BYTES), slip.content, slip.wage.wage_id
    digest = salted_digest_of_bytes(salt, content.encode())
    return Payslip(wage_id=wage_id, year=slip.issued_on.year, number=number, content=content, salt=salt,
                   content_digest=digest, digest=next_digest(previous, slip.number, wage_id, digest))


def _told(slip: Slip) -> PayslipIssued:
    due, pay = slip.wage.due, slip.wage.pay
    return PayslipIssued(
        order_id=due.order_id, part=due.part, wage_id=slip.wage.wage_id, member_id=due.member_id, number=slip.number,
        gross=pay.shares.gross, net=pay.net, due_on=due.due_on, issued_on=slip.issued_on)


def print_payslips(database: Database, on: date, advance: Advance) -> str:
    """Print every payslip that has no paper yet. Several workers share the work; each paper is made once.

    One that cannot be made is set aside with its reason, for the payroll clerk's list, and stops no other.
    """
    with database.reading(on=on, actor=PRINTER) as tx:
        whole = store.count_to_print(tx)
    made: list[bool] = []
    batch = [True]
    while batch:
        with database.transaction(on=on, actor=PRINTER) as tx:
            batch = _print(tx, store.lock_to_print(tx, limit=BATCH))
        made += batch
        advance(len(made), max(whole, len(made)))
    return f"{made.count(True)} payslips were printed, {made.count(False)} set aside."


def _print(tx: Tx, batch: Sequence[ToPrint]) -> list[bool]:
    """Make the papers of payslips from their content, or set them aside; whether each was made."""
    papers = [_paper(tx, one) for one in batch]
    made = [(one, pdf) for one, pdf in zip(batch, papers, strict=True) if pdf is not None]
    if made:
        store.add_papers(tx, made)
    return [pdf is not None for pdf in papers]


def _paper(tx: Tx, one: ToPrint) -> bytes | None:
    """The paper of a payslip; nothing if it could not be made and was set aside."""
    try:
        return print_paper(law(tx).payslip(Slip.from_text(one.content)))
    except Refusal as refusal:
        store.save_set_aside(tx, one.wage_id, refusal.message)
    except Exception as error:  # whatever falls over one paper must not stop the others; the log tells
        log.exception("payslip_set_aside", wage=one.wage_id)
        store.save_set_aside(tx, one.wage_id, f"It could not be printed ({type(error).__name__}); the log says more.")
    return None


def print_again(tx: Tx, wage_id: str) -> None:
    """What stopped a paper was put right: the next run tries it again."""
    if not store.save_to_print_again(tx, wage_id):
        raise NotSetAside(wage_id=wage_id)
