"""Issuing payslips."""

import os

from services.payroll.countries.protocol import law
from services.payroll.events import PayslipIssued
from services.payroll.payslips import store
from services.payroll.payslips.rules import Payslip, Slip, printed_number
from services.payroll.wages.rules.pay import Wage
from services.payroll.workers.reads import parties_on
from shared.chain import next_digest, salted_digest_of_bytes
from shared.papers import print_paper
from shared.postgres import Tx

SALT_BYTES = 16


def issue_payslip(tx: Tx, wage: Wage) -> None:
    """Issue the payslip of a wage under the next number of the year."""
    year, due = tx.on.year, wage.due
    number, previous = store.next_number(tx, year)
    printed, salt = printed_number(year, number), os.urandom(SALT_BYTES)
    employer, worker = parties_on(tx, due.member_id, tx.on)
    pdf = print_paper(law(tx).payslip(Slip(
        number=printed, employer=employer, worker=worker, wage=wage, issued_on=tx.on)))
    content = salted_digest_of_bytes(salt, pdf)
    store.add_payslip(tx, Payslip(
        wage_id=wage.wage_id, year=year, number=number, pdf=pdf, salt=salt, content_digest=content,
        digest=next_digest(previous, printed, wage.wage_id, content)))
    tx.announce(PayslipIssued(
        order_id=due.order_id, part=due.part, wage_id=wage.wage_id, member_id=due.member_id, number=printed,
        gross=wage.pay.shares.gross, net=wage.pay.wage.net, due_on=due.due_on, issued_on=tx.on))
