"""Payslips and the chain of each year: rows and values."""

from dataclasses import asdict

from services.payroll.payslips.rules import Payslip
from shared.chain import GENESIS
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def next_number(tx: Tx, year: int) -> tuple[int, str]:
    """The next number of the year's payslips and the digest before it; the series stays locked until commit."""
    row = tx.single(Q.next_payslip, year=year, genesis=GENESIS)
    return row["number"], row["previous"]


def add_payslip(tx: Tx, payslip: Payslip) -> None:
    """Write a payslip and move the end of its year's chain."""
    tx.run(Q.add_payslip, **asdict(payslip), on=tx.on)
    tx.run(Q.end_payslip_chain, year=payslip.year, digest=payslip.digest)
