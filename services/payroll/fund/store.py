"""Advances and their steps: rows and values."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from services.payroll.fund.rules import Advance, FeeFed, Inflow, Source, TakenStep
from services.payroll.orders.rules import PartId
from shared.identifiers import new_id
from shared.money import Money
from shared.postgres import Tx, column
from shared.sql import load_queries

Q = load_queries(__package__)
INFLOW = ("order_id", "part", "place", "member_id", "kind", "base_cents", "rate", "cents", "currency")
SUMS = ("cost", "amount", "recovered", "lost", "regained", "charged")


def invoices_behind(tx: Tx, parts: Sequence[PartId]) -> set[str]:
    """The invoices that are to bring the cost of parts: each one's own, or those that feed the month."""
    rows = tx.all(Q.invoices_behind, order_ids=[one.order_id for one in parts], parts=[one.part for one in parts])
    return {row["invoice_id"] for row in rows}


def lock_advances_of_invoices(tx: Tx, invoice_ids: Collection[str]) -> list[Advance]:
    """The advances of the wages whose cost invoices are to bring, opened or still to open; locked with the invoices."""
    return [_advance(row) for row in tx.all(Q.lock_advances_of_invoices, invoice_ids=list(invoice_ids))]


def _advance(row: dict[str, Any]) -> Advance:
    sums: dict[str, Any] = {name: Money.from_row(row, name) for name in SUMS}
    ids: dict[str, Any] = {name: row[name] for name in (
        "activity_id", "order_id", "part", "wage_id", "invoice_id", "member_id", "client_id", "steps")}
    return Advance(advance_id=row["advance_id"] or new_id("adv"), **ids, **sums)


def save_advances(tx: Tx, advances: Sequence[Advance]) -> None:
    """Write advances as they stand now."""
    sums = {f"{name}_cents": [getattr(one, name).cents for one in advances] for name in SUMS}
    ids = {name: [getattr(one, name) for one in advances] for name in (
        "advance_id", "wage_id", "order_id", "part", "invoice_id", "member_id", "client_id")}
    tx.run(Q.save_advances, **ids, **sums, currency=[one.cost.currency for one in advances], on=tx.on)


def next_places(tx: Tx, order_ids: Collection[str]) -> Counter[tuple[str, int]]:
    """How many inflows each part of orders has; nobody adds one to these orders until commit."""
    ids = sorted(set(order_ids))
    tx.all(Q.lock_inflows, order_ids=ids)
    return Counter({(row["order_id"], row["part"]): row["places"] for row in tx.all(Q.inflow_places, order_ids=ids)})


def add_inflows(tx: Tx, flows: Sequence[tuple[Inflow, int]], on: date) -> None:
    """Write what feeds the fund, each at its place."""
    rows = [(flow.source.order_id, flow.source.part, place, flow.source.member_id, str(flow.kind), flow.base.cents,
             str(flow.rate), flow.amount.cents, flow.amount.currency) for flow, place in flows]
    tx.run(Q.add_inflows, on=on, **dict(zip(INFLOW, map(column, zip(*rows, strict=True)), strict=True)))


def fees_fed_behind(tx: Tx, invoice_id: str) -> list[FeeFed]:
    """What the fees of the parts behind an invoice fed, and what of it was given back."""
    return [FeeFed(source=Source(**{name: row[name] for name in ("activity_id", "order_id", "part", "member_id")}),
                   rate=row["rate"], **{name: Money.from_row(row, name) for name in ("base", "fed", "back")})
            for row in tx.all(Q.fees_fed_behind, invoice_id=invoice_id)]


def add_advance_steps(tx: Tx, steps: Sequence[TakenStep]) -> None:
    """Write steps of advances."""
    tx.run(Q.add_advance_steps, advance_id=[step.advance_id for step in steps], place=[step.place for step in steps],
           kind=[str(step.kind) for step in steps], cents=[step.amount.cents for step in steps],
           currency=[step.amount.currency for step in steps], on=tx.on)
