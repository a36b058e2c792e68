"""Adjustments: methods."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.invoicing.adjustments import reads, schemas, use_cases
from services.invoicing.adjustments.rules import AdjustmentLine
from shared.bus import allow, command, query
from shared.postgres import Tx

ACCOUNTANT = allow("accountant")


class AdjustmentHandlers:
    """Entries by hand, proposed by one person and booked by another."""

    @command(schemas.ProposeAdjustment, response=schemas.AdjustmentDetail, allow=ACCOUNTANT)
    def propose_adjustment(
        self, tx: Tx, *, entity: str, text: str, event_on: date, taken_back_on: date | None,
        lines: Sequence[Mapping[str, Any]],
    ) -> dict[str, Any]:
        """An accrual, a provision or another entry by hand waits for a second person."""
        return use_cases.propose_adjustment(
            tx, entity=entity, text=text, event_on=event_on, taken_back_on=taken_back_on,
            lines=[AdjustmentLine(**line) for line in lines])

    @command(schemas.BookAdjustment, response=schemas.AdjustmentDetail, allow=ACCOUNTANT)
    def book_adjustment(self, tx: Tx, *, adjustment_id: str) -> dict[str, Any]:
        """Another person books what was proposed, and what takes it back."""
        return use_cases.book_adjustment(tx, adjustment_id)

    @command(schemas.WithdrawAdjustment, response=schemas.AdjustmentDetail, allow=ACCOUNTANT)
    def withdraw_adjustment(self, tx: Tx, *, adjustment_id: str, reason: str) -> dict[str, Any]:
        """What was proposed is not booked: whoever proposed it takes it back, or another refuses it."""
        return use_cases.withdraw_adjustment(tx, adjustment_id, reason=reason)

    @query(schemas.ListAdjustments, response=schemas.AdjustmentDetail, many=True,
           allow=allow("accountant", "auditor", "board"))
    def list_adjustments(self, tx: Tx, *, state: str, after: str, limit: int) -> list[dict[str, Any]]:
        """Entries by hand: those that wait for a second person, unless others are asked for."""
        return reads.list_adjustments(tx, state=state, after=after, limit=limit)
