"""Adjustments as rows; the database refuses the second person who is the first."""

from collections.abc import Mapping

from services.invoicing.adjustments.errors import SecondAccountantNeeded
from services.invoicing.adjustments.rules import Adjustment, AdjustmentLine, AdjustmentState
from shared.errors import NotFound, Refusal
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: Mapping[str, type[Refusal]] = {"adjustments_by_two": SecondAccountantNeeded}


def add_adjustment(tx: Tx, adjustment: Adjustment) -> None:
    """An entry by hand that waits."""
    tx.run(Q.add_adjustment, adjustment_id=adjustment.adjustment_id, entity=adjustment.entity, text=adjustment.text,
           event_on=adjustment.event_on, taken_back_on=adjustment.taken_back_on, by=adjustment.proposed_by, on=tx.on)
    tx.run_many(Q.add_line, [
        {"adjustment_id": adjustment.adjustment_id, "line": place, "account": line.account,
         "cents": line.amount.cents, "currency": line.amount.currency}
        for place, line in enumerate(adjustment.lines, start=1)])


def lock_adjustment(tx: Tx, adjustment_id: str) -> Adjustment:
    """An entry by hand, locked until the transaction ends."""
    row = tx.require(Q.lock_adjustment, NotFound(kind="adjustment", id=adjustment_id), adjustment_id=adjustment_id)
    lines = [AdjustmentLine(account=line["account"], amount=Money.from_row(line))
             for line in tx.all(Q.list_lines, adjustments=[adjustment_id])]
    return Adjustment(**{**row, "state": AdjustmentState(row["state"])}, lines=lines)


def save_decided(tx: Tx, adjustment_id: str, state: AdjustmentState, *, reason: str = "") -> None:
    """It was booked, or withdrawn, by whom, and why."""
    tx.run(Q.save_decided, adjustment_id=adjustment_id, state=state, reason=reason, by=tx.actor, on=tx.on)
