"""Payslips, the chain of each year, and their papers: rows and values."""

from collections.abc import Sequence
from dataclasses import astuple

from services.payroll.payslips.rules import Payslip, ToPrint
from shared.chain import GENESIS, salted_digest_of_bytes
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
LONGEST_REASON = 2_000


def next_numbers(tx: Tx, year: int, count: int) -> tuple[int, str]:
    """The first of so many next numbers of the year's payslips and the digest before it; locked until commit."""
    row = tx.single(Q.next_payslips, year=year, count=count, genesis=GENESIS)
    return row["last"] - count + 1, row["previous"]


def add_payslips(tx: Tx, payslips: Sequence[Payslip]) -> None:
    """Write payslips of one year in their order, move the end of its chain, and note that papers are to be made."""
    tx.copy(Q.add_payslips, ((*astuple(payslip), tx.on) for payslip in payslips))
    tx.run(Q.end_payslip_chain, year=payslips[-1].year, digest=payslips[-1].digest)
    tx.run(Q.add_to_print, wage_ids=[payslip.wage_id for payslip in payslips])


def lock_to_print(tx: Tx, *, limit: int) -> list[ToPrint]:
    """The next payslips to print, locked until commit; those that another worker has are left to it."""
    return [ToPrint(**row) for row in tx.all(Q.lock_to_print, limit=limit)]


def count_to_print(tx: Tx) -> int:
    """How many papers are to be made."""
    return int(tx.single(Q.count_to_print)["count"])


def add_papers(tx: Tx, made: Sequence[tuple[ToPrint, bytes]]) -> None:
    """Keep the papers of payslips, which then wait no longer."""
    tx.copy(Q.add_papers, ((one.wage_id, pdf, salted_digest_of_bytes(one.salt, pdf), tx.on) for one, pdf in made))
    tx.run(Q.drop_to_print, wage_ids=[one.wage_id for one, _ in made])


def save_set_aside(tx: Tx, wage_id: str, reason: str) -> None:
    """The paper of a payslip could not be made: it waits with its reason and stops no other."""
    tx.run(Q.save_set_aside, wage_id=wage_id, reason=reason[:LONGEST_REASON], on=tx.on)


def save_to_print_again(tx: Tx, wage_id: str) -> bool:
    """The next run tries the paper of a payslip again; whether it was set aside."""
    return tx.run(Q.print_again, wage_id=wage_id) == 1
