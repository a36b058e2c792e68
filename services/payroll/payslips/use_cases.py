"""Issuing payslips with their wages, and printing them afterwards: only a job prints, as a process of its own."""

import os
from datetime import date

import structlog

from services.payroll.countries.protocol import law
from services.payroll.events import PayslipIssued
from services.payroll.payslips import store
from services.payroll.payslips.errors import NotSetAside
from services.payroll.payslips.rules import Payslip, Slip, ToPrint, printed_number
from services.payroll.wages.rules.pay import Wage
from services.payroll.workers.reads import parties_on
from shared.chain import next_digest, salted_digest_of_bytes
from shared.definitions import Advance
from shared.errors import Refusal
from shared.papers import print_paper
from shared.postgres import Database, Tx

SALT_BYTES, BATCH = 16, 20
PRINTER = "job:print_payslips"
log = structlog.get_logger()


def issue_payslip(tx: Tx, wage: Wage) -> None:
    """Issue the payslip of a wage under the next number of the year: its content is kept, its paper comes later."""
    year, due = tx.on.year, wage.due
    number, previous = store.next_number(tx, year)
    printed, salt = printed_number(year, number), os.urandom(SALT_BYTES)
    employer, worker = parties_on(tx, due.member_id, tx.on)
    content = Slip(number=printed, employer=employer, worker=worker, wage=wage, issued_on=tx.on).content
    digest = salted_digest_of_bytes(salt, content.encode())
    store.add_payslip(tx, Payslip(
        wage_id=wage.wage_id, year=year, number=number, content=content, salt=salt, content_digest=digest,
        digest=next_digest(previous, printed, wage.wage_id, digest)))
    tx.announce(PayslipIssued(
        order_id=due.order_id, part=due.part, wage_id=wage.wage_id, member_id=due.member_id, number=printed,
        gross=wage.pay.shares.gross, net=wage.pay.wage.net, due_on=due.due_on, issued_on=tx.on))


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
            batch = [_print(tx, one) for one in store.lock_to_print(tx, limit=BATCH)]
        made += batch
        advance(len(made), max(whole, len(made)))
    return f"{made.count(True)} payslips were printed, {made.count(False)} set aside."


def _print(tx: Tx, one: ToPrint) -> bool:
    """Make the paper of a payslip from its content, or set it aside; whether it was made."""
    try:
        pdf = print_paper(law(tx).payslip(Slip.from_text(one.content)))
    except Refusal as refusal:
        store.save_set_aside(tx, one.wage_id, refusal.message)
        return False
    except Exception as error:  # whatever falls over one paper must not stop the others; the log tells
        log.exception("payslip_set_aside", wage=one.wage_id)
        store.save_set_aside(tx, one.wage_id, f"It could not be printed ({type(error).__name__}); the log says more.")
        return False
    store.add_paper(tx, one, pdf)
    return True


def print_again(tx: Tx, wage_id: str) -> None:
    """What stopped a paper was put right: the next run tries it again."""
    if not store.save_to_print_again(tx, wage_id):
        raise NotSetAside(wage_id=wage_id)
