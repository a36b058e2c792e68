"""Who is a member on which day."""

from datetime import date

import pytest

from services.membership.members.errors import NotMember
from services.membership.members.rules import Member, MemberState, assert_member

ADMITTED, LEFT = date(2026, 3, 1), date(2027, 6, 30)


def member(admitted_on: date | None = ADMITTED, left_on: date | None = None) -> Member:
    return Member(id="mbr_1", language="fr", founder=False, accepted_on=date(2026, 2, 1), admitted_on=admitted_on,
                  left_on=left_on, left_reason="", shares=1)


def test_a_candidate_becomes_a_member_and_then_somebody_who_left() -> None:
    states = [member(None).state, member().state, member(left_on=LEFT).state]
    assert states == [MemberState.CANDIDATE, MemberState.MEMBER, MemberState.LEFT]


@pytest.mark.parametrize(("day", "is_one"), [
    (date(2026, 2, 28), False), (ADMITTED, True), (date(2027, 6, 29), True), (LEFT, False)])
def test_membership_lasts_from_the_day_of_admission_until_the_day_before_the_end(day: date, *, is_one: bool) -> None:
    assert member(left_on=LEFT).is_member_on(day) is is_one


def test_who_is_no_member_on_a_day_is_refused() -> None:
    assert assert_member(member(), on=ADMITTED).id == "mbr_1"
    with pytest.raises(NotMember, match="mbr_1 is not a member on 2026-02-28"):
        assert_member(member(), on=date(2026, 2, 28))
