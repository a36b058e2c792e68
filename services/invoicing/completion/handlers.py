"""Completing work: the method."""

from collections.abc import Sequence
from datetime import date

from services.invoicing.completion import schemas, use_cases
from services.invoicing.completion.rules import Completion
from services.invoicing.events import WorkDay
from services.invoicing.orders.reads import owner_of_order
from shared.bus import allow, command
from shared.postgres import Tx


class CompletionHandlers:
    """From days worked to the invoice."""

    @command(schemas.CompleteWork, response=schemas.WorkIsCompleted, allow=allow("advisor", self_by=owner_of_order))
    def complete_work(
        self, tx: Tx, *, order_id: str, part: int, completed_on: date, days: Sequence[WorkDay],
    ) -> Completion:
        """A part is done: invoice, fee and employment budget in one transaction."""
        return use_cases.complete_work(tx, order_id=order_id, part=part, completed_on=completed_on, days=days)
