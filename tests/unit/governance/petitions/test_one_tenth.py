"""When enough members ask for an assembly: one tenth of the shares, by the register of the day (CSA art. 6:70)."""

from dataclasses import replace
from datetime import date

import pytest

from services.governance.petitions.errors import BoardHasTime, NotOnTheRegister, PetitionReached, SignedBefore
from services.governance.petitions.rules import (
    Petition,
    PetitionBase,
    PetitionItem,
    PetitionRule,
    PetitionState,
    assert_board_is_late,
    sign,
    weight,
)
from services.governance.rolls.rules import RollEntry

ON = date(2026, 5, 1)
RULE = PetitionRule(base=PetitionBase.SHARES, numerator=1, denominator=10, days=21)
PETITION = Petition(petition_id="pet_1", title="Wages", reason="We want to know.", started_by="mbr_1", started_on=ON,
                    items=(PetitionItem(title="Wages", question="Shall they rise?", decision="ordinary"),))


def register(*shares: int) -> list[RollEntry]:
    """Members 1, 2, ... with so many shares."""
    return [RollEntry(member_id=f"mbr_{n}", shares=held, suspended_shares=0, voting=held > 0)
            for n, held in enumerate(shares, start=1)]


@pytest.mark.parametrize(("held", "enough"), [(10, True), (9, False)])
def test_exactly_one_tenth_of_the_shares_is_enough_and_a_share_less_is_not(held: int, enough: bool) -> None:
    signed = sign(PETITION, "mbr_1", register=register(held, 100 - held), rule=RULE, on=ON)
    assert (signed.reached is not None) == enough


def test_suspended_shares_are_issued_and_count_on_both_sides() -> None:
    known = [replace(one, suspended_shares=one.shares, voting=False) for one in register(10, 90)]
    assert weight({"mbr_1"}, known, RULE) == (10, 100)


def test_where_members_are_counted_a_large_holder_is_one() -> None:
    rule = replace(RULE, base=PetitionBase.MEMBERS, denominator=5)
    assert sign(PETITION, "mbr_1", register=register(1, 9, 9, 9, 9, 9), rule=rule, on=ON).reached is None
    assert sign(PETITION, "mbr_1", register=register(1, 9, 9, 9, 9), rule=rule, on=ON).reached is not None


def test_who_signed_and_left_counts_no_more_when_the_next_one_signs() -> None:
    one = sign(PETITION, "mbr_1", register=register(5, 5, 90), rule=RULE, on=ON)
    gone = sign(one, "mbr_2", register=register(0, 5, 95), rule=RULE, on=ON)
    assert gone.reached is None
    assert sign(one, "mbr_2", register=register(5, 5, 90), rule=RULE, on=ON).reached is not None


def test_nobody_signs_twice_without_a_share_or_after_enough_did() -> None:
    one = sign(PETITION, "mbr_1", register=register(1, 99, 0), rule=RULE, on=ON)
    with pytest.raises(SignedBefore):
        sign(one, "mbr_1", register=register(1, 99, 0), rule=RULE, on=ON)
    with pytest.raises(NotOnTheRegister):
        sign(one, "mbr_3", register=register(1, 99, 0), rule=RULE, on=ON)
    reached = sign(one, "mbr_2", register=register(1, 99, 0), rule=RULE, on=ON)
    with pytest.raises(PetitionReached):
        sign(reached, "mbr_4", register=register(1, 99, 0, 1), rule=RULE, on=ON)


def test_the_board_has_three_weeks_with_their_last_day_and_then_the_signers_convene() -> None:
    reached = sign(PETITION, "mbr_1", register=register(50, 50), rule=RULE, on=ON)
    last = date(2026, 5, 22)
    assert reached.reached is not None
    assert reached.reached.due_on == last
    assert reached.state_on(last) == PetitionState.DUE
    with pytest.raises(BoardHasTime):
        assert_board_is_late(reached, on=last)
    assert_board_is_late(reached, on=date(2026, 5, 23))
    assert reached.state_on(date(2026, 5, 23)) == PetitionState.LATE
