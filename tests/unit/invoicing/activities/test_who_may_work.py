"""Members and activities."""

from datetime import date

import pytest

from services.invoicing.activities.errors import ActivityClosed, NotAdmitted, ShareNeeded
from services.invoicing.activities.rules import (
    Activity,
    Holding,
    Member,
    assert_admitted,
    assert_open,
    assert_share_holds,
)

ADMITTED, LEFT = date(2026, 1, 5), date(2026, 9, 1)
MEMBER = Member(member_id="mbr", admitted_on=ADMITTED, left_on=LEFT)


@pytest.mark.parametrize("day", [ADMITTED, date(2026, 8, 31)])
def test_a_member_works_from_their_admission_until_the_day_before_they_leave(day: date) -> None:
    assert_admitted(MEMBER, member_id="mbr", today=day)


@pytest.mark.parametrize(("member", "day"), [(MEMBER, date(2026, 1, 4)), (MEMBER, LEFT), (None, ADMITTED)])
def test_nobody_else_works_through_the_cooperative(member: Member | None, day: date) -> None:
    with pytest.raises(NotAdmitted):
        assert_admitted(member, member_id="mbr", today=day)


def test_a_closed_activity_takes_no_order_from_the_day_it_closes() -> None:
    closed = Activity(activity_id="act", member_id="mbr", name="x", opened_on=ADMITTED, closed_on=LEFT)
    assert_open(closed, today=date(2026, 8, 31))
    with pytest.raises(ActivityClosed):
        assert_open(closed, today=LEFT)


@pytest.mark.parametrize("held", [None, Holding(holding=1), Holding(holding=1, holds_until=ADMITTED)])
def test_new_money_enters_until_a_share_s_last_day_and_where_nothing_was_told(held: Holding | None) -> None:
    assert_share_holds(held, member_id="mbr", today=ADMITTED)


@pytest.mark.parametrize("held", [Holding(holding=0), Holding(holding=1, holds_until=date(2026, 1, 4))])
def test_no_new_money_enters_once_no_share_holds(held: Holding) -> None:
    with pytest.raises(ShareNeeded):
        assert_share_holds(held, member_id="mbr", today=ADMITTED)
