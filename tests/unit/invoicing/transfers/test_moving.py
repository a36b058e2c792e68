"""When budget moves between activities, and back."""

from dataclasses import replace
from datetime import date

import pytest

from services.invoicing.transfers.errors import BudgetStays, NotEnoughToMove, TransferReversed
from services.invoicing.transfers.rules import Transfer, assert_can_move, give_back
from shared.money import Money

DAY = date(2026, 10, 2)
MOVED = Transfer(transfer_id="bdt_1", from_activity="act_1", to_activity="act_2", entity="main",
                 amount=Money.of("140.25", "EUR"), moved_on=DAY, moved_by="mbr_1")


def test_everything_that_was_received_can_move_and_not_a_cent_more() -> None:
    assert_can_move(MOVED, available=Money.of("140.25", "EUR"))
    with pytest.raises(NotEnoughToMove) as refused:
        assert_can_move(MOVED, available=Money.of("140.24", "EUR"))
    assert "140.24" in str(refused.value)


def test_an_activity_gives_nothing_to_itself() -> None:
    with pytest.raises(BudgetStays):
        assert_can_move(replace(MOVED, to_activity="act_1"), available=Money.of("1000.00", "EUR"))


def test_a_transfer_is_given_back_whole_by_a_second_one_that_names_it() -> None:
    back = give_back(MOVED, transfer_id="bdt_2", on=DAY, actor="mbr_2")
    assert (back.from_activity, back.to_activity, back.amount) == ("act_2", "act_1", MOVED.amount)
    assert (back.reverses, back.entity) == ("bdt_1", "main")


def test_a_transfer_is_given_back_once_and_what_gave_it_back_stays() -> None:
    for moved in (replace(MOVED, reversed_by="bdt_2"), replace(MOVED, reverses="bdt_0")):
        with pytest.raises(TransferReversed):
            give_back(moved, transfer_id="bdt_3", on=DAY, actor="mbr_2")
