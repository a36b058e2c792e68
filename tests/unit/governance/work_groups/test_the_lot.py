"""The lot of a work group: drawn from a seed that was published before, and drawn again by whoever doubts it."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.governance.work_groups.errors import (
    CallOver,
    CallStillOpen,
    DrawnTooEarly,
    GroupCallOutOfTime,
    SeedWrong,
    StratumUnknown,
    TermOver,
)
from services.governance.work_groups.rules import (
    AnswerStatus,
    Recommendation,
    Stratum,
    Volunteer,
    WorkGroup,
    assert_at_work,
    assert_leaves_time,
    assert_may_volunteer,
    digest_of_seed,
    draw,
    rates,
    redraw,
)

DRAWN = date(2026, 7, 20)
SEED = "Lotto of 27 June 2026: 3 11 19 24 38 41"
GROUP = WorkGroup(
    group_id="wgr_1", resolution_id="rsl_1", title="Wages of the first months", deliverable="A proposal",
    ends_on=date(2027, 3, 31), answer_days=60, seed_digest=digest_of_seed(SEED),
    strata=[Stratum(name="users", seats=6), Stratum(name="team", seats=4), Stratum(name="partners", seats=2)])
VOLUNTEERS = [Volunteer(member_id=f"mbr_{n:032x}", stratum=name)
              for n, name in enumerate(["users"] * 30 + ["team"] * 10 + ["partners"] * 3)]


def test_twelve_members_are_drawn_in_three_strata_and_anybody_draws_them_again() -> None:
    drawn = draw(GROUP, VOLUNTEERS, seed=SEED, on=DRAWN)
    assert Counter(one.stratum for one in drawn) == {"users": 6, "team": 4, "partners": 2}
    assert redraw("wgr_1", GROUP.strata, VOLUNTEERS[::-1], seed=SEED) == drawn


def test_another_seed_than_the_published_one_and_a_second_lot_are_refused() -> None:
    with pytest.raises(SeedWrong):
        draw(GROUP, VOLUNTEERS, seed=SEED + " ", on=DRAWN)
    with pytest.raises(CallOver):
        draw(replace(GROUP, seed=SEED), VOLUNTEERS, seed=SEED, on=DRAWN)


def test_a_seat_for_which_nobody_volunteered_stays_vacant() -> None:
    drawn = draw(GROUP, [one for one in VOLUNTEERS if one.stratum != "partners"], seed=SEED, on=DRAWN)
    assert Counter(one.stratum for one in drawn) == {"users": 6, "team": 4}


@given(st.text(min_size=1, max_size=20))
def test_every_volunteer_has_the_same_chance_whatever_the_order_of_the_list(seed: str) -> None:
    drawn = redraw("wgr_1", GROUP.strata, VOLUNTEERS, seed=seed)
    assert redraw("wgr_1", GROUP.strata, sorted(VOLUNTEERS, key=lambda one: one.member_id[::-1]), seed=seed) == drawn


def test_who_comes_after_the_lot_or_in_an_unknown_stratum_is_refused() -> None:
    assert_may_volunteer(GROUP, "team", on=DRAWN)
    with pytest.raises(StratumUnknown):
        assert_may_volunteer(GROUP, "clients", on=DRAWN)
    with pytest.raises(CallOver):
        assert_may_volunteer(replace(GROUP, seed=SEED), "team", on=DRAWN)


def test_a_group_works_from_its_lot_to_the_last_day_of_its_term() -> None:
    with pytest.raises(CallStillOpen):
        assert_at_work(GROUP, on=GROUP.ends_on)
    assert_at_work(replace(GROUP, seed=SEED), on=GROUP.ends_on)
    with pytest.raises(TermOver):
        assert_at_work(replace(GROUP, seed=SEED), on=date(2027, 4, 1))


def test_rates_count_by_theme_and_an_answer_after_its_day_is_late() -> None:
    def made(place: int, theme: str, status: AnswerStatus | None, answered_on: date | None) -> Recommendation:
        return Recommendation(recommendation_id=f"rec_{place}", place=place, theme=theme, words="", status=status,
                              answer="", answer_due_on=date(2027, 1, 31), answered_on=answered_on)

    known = [made(1, "pay", AnswerStatus.DONE, date(2027, 1, 31)), made(2, "pay", None, None),
             made(3, "tools", AnswerStatus.REJECTED, date(2027, 2, 1))]
    assert [(rate.theme, rate.made, rate.answered, rate.done) for rate in rates(known)] == [
        ("pay", 2, 1, 1), ("tools", 1, 1, 0)]
    assert [one.in_time(on=date(2027, 2, 1)) for one in known] == [True, False, False]


def test_members_volunteer_until_the_closing_day_and_the_lot_is_drawn_after_it() -> None:
    group = replace(GROUP, closes_on=DRAWN)
    assert_may_volunteer(group, "users", on=DRAWN)
    with pytest.raises(CallOver):
        assert_may_volunteer(group, "users", on=DRAWN + timedelta(days=1))
    with pytest.raises(DrawnTooEarly):
        draw(group, VOLUNTEERS, seed=SEED, on=DRAWN)
    assert len(draw(group, VOLUNTEERS, seed=SEED, on=DRAWN + timedelta(days=1))) == 12


def test_a_call_leaves_time_to_read_it_and_closes_before_the_term_ends() -> None:
    ends_on = DRAWN + timedelta(days=100)
    for days, good in ((13, False), (14, True), (99, True), (100, False)):
        asked = {"called_on": DRAWN, "call_days": 14, "ends_on": ends_on}
        if good:
            assert_leaves_time(DRAWN + timedelta(days=days), **asked)
        else:
            with pytest.raises(GroupCallOutOfTime):
                assert_leaves_time(DRAWN + timedelta(days=days), **asked)
