"""What may be booked by hand: it balances, moves what no event moves, in open days."""

from dataclasses import replace
from datetime import date

import pytest

from services.invoicing.adjustments.errors import (
    AccountNotByHand,
    AdjustmentNotProposed,
    AdjustmentUnbalanced,
    PeriodIsClosed,
    SecondAccountantNeeded,
    TakenBackTooEarly,
)
from services.invoicing.adjustments.rules import (
    Adjustment,
    AdjustmentLine,
    AdjustmentState,
    assert_bookable,
    assert_proposed,
    assert_second_person,
)
from shared.errors import Refusal
from shared.money import Money

LINES = (("6110", "5.00"), ("492", "-5.00"))
DAY = date(2026, 12, 31)


def entry(*lines: tuple[str, str], taken_back_on: date | None = None) -> Adjustment:
    return Adjustment(adjustment_id="adj_1", entity="main", text="Rent", event_on=DAY,
                      taken_back_on=taken_back_on, proposed_by="ann",
                      lines=[AdjustmentLine(account=account, amount=Money.of(amount)) for account, amount in lines])


@pytest.mark.parametrize("adjustment", [entry(*LINES), entry(*LINES, taken_back_on=date(2027, 1, 1))])
@pytest.mark.parametrize("closed_until", [None, date(2026, 12, 30)])
def test_an_entry_in_open_days_on_accounts_by_hand_is_bookable(
    adjustment: Adjustment, closed_until: date | None,
) -> None:
    assert_bookable(adjustment, by_hand={"6110", "492"}, closed_until=closed_until)


@pytest.mark.parametrize(("adjustment", "refusal"), [
    (entry(("6110", "5.00"), ("492", "-4.99")), AdjustmentUnbalanced),
    (entry(*LINES, ("550", "0.00")), AccountNotByHand),
    (entry(*LINES, taken_back_on=DAY), TakenBackTooEarly),
])
def test_another_entry_by_hand_is_refused(adjustment: Adjustment, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        assert_bookable(adjustment, by_hand={"6110", "492"}, closed_until=None)


def test_the_last_closed_day_is_closed() -> None:
    with pytest.raises(PeriodIsClosed):
        assert_bookable(entry(*LINES), by_hand={"6110", "492"}, closed_until=DAY)


@pytest.mark.parametrize("state", [AdjustmentState.BOOKED, AdjustmentState.WITHDRAWN])
def test_what_was_booked_or_withdrawn_waits_for_nobody(state: AdjustmentState) -> None:
    assert_proposed(entry(*LINES))
    with pytest.raises(AdjustmentNotProposed):
        assert_proposed(replace(entry(*LINES), state=state))


def test_who_proposed_an_entry_does_not_book_it() -> None:
    assert_second_person(entry(*LINES), by="ben")
    with pytest.raises(SecondAccountantNeeded):
        assert_second_person(entry(*LINES), by="ann")
