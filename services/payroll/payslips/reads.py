"""Questions about payslips, and the proofs that they are whole."""

from base64 import b64encode
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from services.payroll.payslips.errors import PayslipNotPrinted, PayslipSetAside
from services.payroll.payslips.rules import printed_number
from shared.chain import Link, first_fault
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def get_payslip(tx: Tx, wage_id: str) -> dict[str, Any]:
    """A payslip with its PDF in base 64, or a refusal that says when there will be one."""
    row = tx.require(Q.get_payslip, NotFound(kind="payslip of wage", id=wage_id), wage_id=wage_id)
    number = printed_number(row["year"], row["number"])
    if row["set_aside_because"]:
        raise PayslipSetAside(number=number)
    if row["pdf"] is None:
        raise PayslipNotPrinted(number=number)
    return {**row, "number": number, "pdf": b64encode(row["pdf"]).decode()}


def wages_have_payslips(tx: Tx) -> Iterator[str]:
    """Each wage has its payslip."""
    for row in tx.all(Q.wages_without_payslip):
        yield f"payroll: wage {row['wage_id']} has no payslip"


def payslips_are_whole(tx: Tx) -> Iterator[str]:
    """Payslips are numbered without a gap, unchanged, and their chain ends where the series has it."""
    rows = tx.all(Q.payslips_in_order)
    for row in rows:
        if row["found_digest"] != row["content_digest"]:
            yield f"payroll: payslip {printed_number(row['year'], row['number'])} was changed"
    for row in tx.all(Q.changed_papers):
        yield f"payroll: the paper of payslip {printed_number(row['year'], row['number'])} was changed"
    by_year = {year: list(slips) for year, slips in groupby(rows, key=lambda row: row["year"])}
    for series in tx.all(Q.payslip_series):
        slips = by_year.get(series["year"], [])
        fault = first_fault(map(_link, slips), end=series["digest"])
        if fault is not None:
            yield f"payroll: the chain of payslips of {series['year']} breaks at {fault.name} ({fault.broken})"
        elif series["last_number"] != len(slips):
            yield f"payroll: payslips of {series['year']} end elsewhere than their series has it"


def _link(row: dict[str, Any]) -> Link:
    printed = printed_number(row["year"], row["number"])
    return Link(place=row["number"], parts=(printed, row["wage_id"], row["content_digest"]), digest=row["digest"],
                name=printed)
