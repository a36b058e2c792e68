"""An adjustment as an entry, and as the entry that takes it back."""

from collections.abc import Mapping

from services.invoicing.adjustments.rules import Adjustment
from shared.ledger import Entry, post_all, signed
from shared.postgres import Tx


def book(tx: Tx, adjustment: Adjustment, roles: Mapping[str, str]) -> None:
    """What was proposed, and on the day on which it is taken back its opposite."""
    entry = Entry(
        journal="adjustments", document=adjustment.adjustment_id, text=adjustment.text, entity=adjustment.entity,
        event_on=adjustment.event_on,
        postings=tuple(signed(roles[line.account], line.amount) for line in adjustment.lines))
    back = [Entry(
        journal="adjustments_back", document=adjustment.adjustment_id, text=adjustment.text,
        entity=adjustment.entity, event_on=adjustment.taken_back_on,
        postings=tuple(signed(roles[line.account], -line.amount) for line in adjustment.lines),
    )] if adjustment.taken_back_on else []
    post_all(tx, [entry, *back])
