"""What may be booked by hand, and where: an entry that balances, on accounts that no event of the house moves."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.invoicing.adjustments.errors import (
    AccountNotByHand,
    AdjustmentNotProposed,
    AdjustmentUnbalanced,
    PeriodIsClosed,
    SecondAccountantNeeded,
    TakenBackTooEarly,
)
from shared.money import Money, total


class AdjustmentState(StrEnum):
    """An adjustment waits for a second person, is booked, or was withdrawn."""

    PROPOSED = "proposed"
    BOOKED = "booked"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentLine:
    """So much on an account, by its number (debit positive)."""

    account: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """An entry by hand: why, on which day it counts, and on which day it is taken back (an accrual), if it is."""

    adjustment_id: str
    entity: str
    text: str
    event_on: date
    taken_back_on: date | None
    lines: Sequence[AdjustmentLine]
    proposed_by: str
    state: AdjustmentState = AdjustmentState.PROPOSED


def assert_proposed(adjustment: Adjustment) -> None:
    """It is booked once, or withdrawn."""
    if adjustment.state is not AdjustmentState.PROPOSED:
        raise AdjustmentNotProposed(adjustment_id=adjustment.adjustment_id, state=adjustment.state)


def assert_second_person(adjustment: Adjustment, *, by: str) -> None:
    """Another than who proposed it books it."""
    if by == adjustment.proposed_by:
        raise SecondAccountantNeeded


def assert_bookable(adjustment: Adjustment, *, by_hand: Collection[str], closed_until: date | None) -> None:
    """The lines balance on accounts that are booked by hand, in days that are open."""
    if left := total((line.amount for line in adjustment.lines), adjustment.lines[0].amount.currency):
        raise AdjustmentUnbalanced(left=str(left))
    if others := sorted({line.account for line in adjustment.lines} - set(by_hand)):
        raise AccountNotByHand(accounts=", ".join(others), by_hand=", ".join(sorted(by_hand)))
    if closed_until and adjustment.event_on <= closed_until:
        raise PeriodIsClosed(closed_until=closed_until.isoformat())
    if adjustment.taken_back_on and adjustment.taken_back_on <= adjustment.event_on:
        raise TakenBackTooEarly(event_on=adjustment.event_on.isoformat())
