"""Proofs: one sentence per fault found in payroll's own rows, nothing when all is well."""

from collections.abc import Iterator
from decimal import Decimal

from lxml import etree

from services.payroll.domain.payslip import printed_number
from services.payroll.store import content_digest, link
from shared.bus.event_log import GENESIS
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries("services.payroll")
BUDGETS, CLEARING, ADVANCES, FUND = "employment_budgets", "clearing_with_invoicing", "advances", "guarantee_fund"


def budgets_agree(tx: Tx) -> Iterator[str]:
    """Each order's budget account holds what was allocated and not spent; the mirror of invoicing holds all budgets."""
    for row in tx.all(Q.budgets_beside_ledger, account=BUDGETS):
        if row["unspent"] != row["booked"]:
            yield f"payroll: order {row['order_id']} has {row['unspent']} cents of budget, its account {row['booked']}"
    for row in tx.all(Q.mirror_with_invoicing, account=CLEARING):
        if row["allocated"] != row["booked"]:
            yield f"payroll: {row['allocated']} cents of budget were heard of, the mirror account holds {row['booked']}"


def wages_agree(tx: Tx) -> Iterator[str]:
    """Each wage's lines come to its gross and its net, and each wage has its payslip."""
    for row in tx.all(Q.wages_beside_lines):
        yield f"payroll: the lines of wage {row['wage_id']} do not come to its gross or net"
    for row in tx.all(Q.wages_without_payslip):
        yield f"payroll: wage {row['wage_id']} has no payslip"


def advances_agree(tx: Tx) -> Iterator[str]:
    """What is open, and what is lost for good, is on its account, order by order, and follows from the steps."""
    for row in tx.all(Q.advances_beside_ledger, account=ADVANCES):
        if row["carried"] != row["booked"]:
            yield f"payroll: order {row['order_id']} has {row['carried']} cents advanced, its account {row['booked']}"
    for row in tx.all(Q.losses_beside_ledger, account=FUND):
        if row["lost"] != row["booked"]:
            yield f"payroll: order {row['order_id']} has {row['lost']} cents lost, the fund bears {row['booked']}"
    for row in tx.all(Q.advances_beside_steps):
        yield f"payroll: advance {row['advance_id']} differs from its steps"


def payslips_are_whole(tx: Tx) -> Iterator[str]:
    """Payslips are numbered without a gap, unchanged, and their chain ends where the series says."""
    ends: dict[int, tuple[int, str]] = {}
    for row in tx.all(Q.payslips_in_order):
        last, previous = ends.get(row["year"], (0, GENESIS))
        printed = printed_number(row["year"], row["number"])
        if row["number"] != last + 1:
            yield f"payroll: payslip {printed} follows number {last}"
        if content_digest(row["salt"], row["pdf"]) != row["content_digest"]:
            yield f"payroll: payslip {printed} was changed"
        if link(previous, printed, row["wage_id"], row["content_digest"]) != row["digest"]:
            yield f"payroll: the chain of payslips breaks at {printed}"
        ends[row["year"]] = (row["number"], row["digest"])
    for row in tx.all(Q.payslip_series):
        if ends.get(row["year"], (0, GENESIS)) != (row["last_number"], row["digest"]):
            yield f"payroll: payslips of {row['year']} end elsewhere than their series says"


def batches_agree(tx: Tx) -> Iterator[str]:
    """Each payment file asks for the nets of its wages, no more and no less."""
    for row in tx.all(Q.batches_beside_wages):
        count, cents = _asked_for(row["content"])
        if not (row["count"] == row["wages"] == count and row["total_cents"] == row["net_cents"] == cents):
            yield f"payroll: batch {row['batch_id']} asks for {cents} cents, its wages come to {row['net_cents']}"


def _asked_for(content: bytes) -> tuple[int, int]:
    amounts = etree.fromstring(content).findall(".//{*}InstdAmt")
    return len(amounts), sum(int(Decimal(str(amount.text)) * 100) for amount in amounts)
