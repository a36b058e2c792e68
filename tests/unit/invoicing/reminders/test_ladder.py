"""The ladder of reminders: when a step falls due, what holds it back, what may be asked on top."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.invoicing.clients.rules import ClientKind
from services.invoicing.countries.be.terms import charges_from
from services.invoicing.reminders.errors import PlanNotWhole
from services.invoicing.reminders.reads import consumer_slices, ladder, rates
from services.invoicing.reminders.rules import (
    Answer,
    Charges,
    Hold,
    Instalment,
    Late,
    StepName,
    age_of,
    asked_of_consumer,
    assert_whole,
    consumer_cap,
    due_step,
    hold_on,
    interest,
    is_kept,
    next_step,
)
from shared.countries import load_tables
from shared.errors import ParameterMissing
from shared.money import Money

TABLES = load_tables("services.invoicing", "BE")
DUE = date(2026, 10, 12)
COMPANY = ladder(TABLES, DUE, ClientKind.COMPANY)
LATE = Late(invoice_id="inv", number="2026/000001", client_id="cli", client_kind=ClientKind.COMPANY, member_id="mbr",
            due_on=DUE, open=Money.of("1210.00"))
PLAN = (Instalment(due_on=date(2026, 11, 1), amount=Money.of("605.00")),
        Instalment(due_on=date(2026, 12, 1), amount=Money.of("605.00")))


def days(count: int) -> timedelta:
    return timedelta(days=count)


def test_every_kind_of_client_has_a_ladder_on_which_the_member_is_asked_before_the_formal_demand() -> None:
    for kind in ClientKind:
        names = [one.name for one in ladder(TABLES, DUE, kind)]
        assert names == list(StepName)
        assert [one.charges for one in ladder(TABLES, DUE, kind)][:2] == [Charges.NONE, Charges.NONE]


def test_a_step_falls_due_on_its_day_and_not_before() -> None:
    assert due_step(LATE, COMPANY, on=DUE + days(6)) is None
    first = due_step(LATE, COMPANY, on=DUE + days(7))
    assert first is not None
    assert first.name == StepName.REMINDER


def test_after_missed_days_the_next_step_still_waits_for_the_one_before() -> None:
    late = replace(LATE, done={StepName.REMINDER: DUE + days(50)})
    assert due_step(late, COMPANY, on=DUE + days(54)) is None
    asked = due_step(late, COMPANY, on=DUE + days(55))
    assert asked is not None
    assert asked.name == StepName.MEMBER_ASKED


def test_a_member_who_answered_is_not_waited_for() -> None:
    late = replace(LATE, done={StepName.REMINDER: DUE + days(7), StepName.MEMBER_ASKED: DUE + days(24)})
    assert next_step(late, COMPANY) == (COMPANY[2], DUE + days(31))
    assert next_step(replace(late, answer=Answer.GO_ON), COMPANY) == (COMPANY[2], DUE + days(25))


@given(st.lists(st.integers(0, 40), min_size=1, max_size=40), st.sampled_from(sorted(ClientKind)))
def test_whatever_days_the_job_runs_on_each_step_is_taken_once_in_its_order_and_never_too_close(
    gaps: list[int], kind: ClientKind,
) -> None:
    late, day, steps = replace(LATE, client_kind=kind), DUE, ladder(TABLES, DUE, kind)
    for gap in gaps:
        day += days(gap)
        step = due_step(late, steps, on=day)
        if step:
            assert step.name not in late.done
            late = replace(late, done={**late.done, step.name: day})
        again = due_step(late, steps, on=day)
        assert again is None, "a second run of the day finds nothing"
    taken = list(late.done.items())
    assert [name for name, _ in taken] == list(StepName)[:len(taken)]
    for (_, before), (_, after), step in zip(taken, taken[1:], steps[1:], strict=False):
        assert (after - before).days >= step.wait_days


@pytest.mark.parametrize(("changed", "hold"), [
    ({}, None), ({"disputed": True}, Hold.DISPUTED), ({"money_in_suspense": True}, Hold.MONEY_IN_SUSPENSE),
    ({"handed_over": True}, Hold.HANDED_OVER), ({"wait_until": date(2026, 11, 20)}, Hold.MEMBER_WAITS),
    ({"wait_until": date(2026, 11, 19)}, None),
    ({"plan": PLAN, "paid_since_plan": Money.of("605.00")}, Hold.PLAN_KEPT),
    ({"plan": PLAN, "paid_since_plan": Money.of("604.99")}, None)])
def test_nothing_is_sent_while_it_is_held_back(changed: dict[str, object], hold: Hold | None) -> None:
    late = replace(LATE, **changed)  # type: ignore[arg-type]
    on = date(2026, 11, 20)
    assert hold_on(late, on=on) == hold
    assert (due_step(late, COMPANY, on=on) is None) == (hold is not None)


def test_a_plan_is_kept_until_the_day_after_an_instalment_that_was_not_paid() -> None:
    assert is_kept(PLAN, Money(0), on=date(2026, 11, 1))
    assert not is_kept(PLAN, Money(0), on=date(2026, 11, 2))


@pytest.mark.parametrize("plan", [PLAN[:1], PLAN[::-1], (replace(PLAN[0], due_on=date(2026, 10, 1)), PLAN[1])])
def test_a_plan_pays_all_that_is_open_on_days_in_their_order(plan: tuple[Instalment, ...]) -> None:
    assert_whole("inv", Money.of("1210.00"), PLAN, on=DUE)
    with pytest.raises(PlanNotWhole):
        assert_whole("inv", Money.of("1210.00"), plan, on=DUE)


def test_interest_between_undertakings_follows_the_rate_of_each_half_year() -> None:
    lines = interest(Money.of("1000.00"), date(2023, 6, 20), date(2023, 7, 20),
                     rates(TABLES, date(2023, 6, 20), date(2023, 7, 20)))
    assert [(line.starts_on, line.ends_on, line.rate, line.amount) for line in lines] == [
        (date(2023, 6, 21), date(2023, 6, 30), Decimal("0.105"), Money.of("2.88")),
        (date(2023, 7, 1), date(2023, 7, 20), Decimal("0.12"), Money.of("6.58"))]
    assert interest(Money.of("1000.00"), DUE, DUE, rates(TABLES, DUE, DUE)) == []


def test_a_half_year_whose_rate_nobody_knows_is_refused() -> None:
    with pytest.raises(ParameterMissing):
        rates(TABLES, DUE, date(2027, 1, 1))


@pytest.mark.parametrize(("open_", "most"), [
    ("150.00", "20.00"), ("150.01", "30.00"), ("500.00", "65.00"), ("500.20", "65.01"), ("1500.00", "115.00"),
    ("100000.00", "2000.00")])
def test_a_consumer_is_asked_no_more_than_the_caps(open_: str, most: str) -> None:
    assert consumer_cap(Money.of(open_), *consumer_slices(TABLES, DUE)) == Money.of(most)


def test_a_consumer_bears_interest_from_the_end_of_the_free_reminders_time_and_not_from_the_due_day() -> None:
    """1210.00 at 10.5 % from 5 to 14 October 2026: ten days; posted on 18 September, as a published example counts."""
    charged_from = charges_from(TABLES, reminded_on=date(2023, 9, 18), by_mail=False)
    assert charged_from == date(2023, 10, 5)
    late = replace(LATE, due_on=date(2026, 8, 1), client_kind=ClientKind.PERSON)
    begins, cap = date(2026, 10, 5), Money.of("100.50")
    asked = asked_of_consumer(late, charged_from=begins, on=date(2026, 10, 14), cap=cap,
                              rates=rates(TABLES, begins - days(1), date(2026, 10, 14)))
    assert [(one.starts_on, one.amount) for one in asked.lines] == [(begins, Money.of("3.48"))]
    assert (asked.lump_sum, asked.whole) == (cap, Money.of("1313.98"))


def test_fourteen_days_after_the_first_reminder_count_from_the_next_day_or_the_third_working_day() -> None:
    """Posted on Friday 30 October 2026; the second of November is no holiday, the third working day is Wednesday."""
    assert charges_from(TABLES, reminded_on=date(2026, 10, 30), by_mail=True) == date(2026, 11, 14)
    assert charges_from(TABLES, reminded_on=date(2026, 10, 30), by_mail=False) == date(2026, 11, 18)


@pytest.mark.parametrize(("late", "age"), [(0, "not_due"), (1, "until_30"), (30, "until_30"), (31, "until_60"),
                                           (90, "until_90"), (91, "above_90")])
def test_a_class_of_age_ends_with_its_last_day(late: int, age: str) -> None:
    assert age_of(late) == age
