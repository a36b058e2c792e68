"""When money is expected, what nobody should count on, and in which week it stands."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.invoicing.treasury.rules import (
    LEAST_KNOWN,
    WEEK,
    Expected,
    Habit,
    MoneyFlow,
    Treasury,
    forecast,
    habit_of,
    is_doubtful,
    pays_on,
)
from shared.money import Money

TODAY, DUE = date(2026, 10, 1), date(2026, 10, 12)
CLAIM = Expected(flow=MoneyFlow.INVOICES, document="inv_1", number="2026/000001", client_id="cli_1", due_on=DUE,
                 expected_on=DUE, amount=Money.of("121.00"))
EMPTY = Treasury(entity="main", as_of=TODAY, bank=Money.of("50.00"), habit=Habit(), flows=(), doubtful=Money(0),
                 later=Money(0))
LATE, ALL = Habit(days=28, known=LEAST_KNOWN), Habit(days=9, known=100)


@pytest.mark.parametrize(("own", "habit"), [(LATE, LATE), (replace(LATE, known=LEAST_KNOWN - 1), ALL)])
def test_a_client_pays_as_they_did_once_enough_is_known_of_them_and_until_then_as_all_do(
    own: Habit, habit: Habit,
) -> None:
    assert habit_of("cli_1", {"cli_1": own, None: ALL}) == habit
    assert habit_of("cli_2", {}) == Habit()


@pytest.mark.parametrize(("due_on", "expected"), [
    (DUE, date(2026, 11, 9)), (TODAY - timedelta(days=27), TODAY + timedelta(days=1)),
    (TODAY - timedelta(days=28), TODAY + WEEK), (TODAY - timedelta(days=80), TODAY + WEEK)])
def test_who_is_later_than_ever_is_given_one_more_week(due_on: date, expected: date) -> None:
    assert pays_on(due_on, LATE, as_of=TODAY) == expected


@pytest.mark.parametrize(("late", "contested", "doubtful"), [(88, False, False), (89, False, True), (0, True, True)])
def test_nobody_counts_on_what_is_contested_or_far_later_than_its_client_ever_is(
    late: int, contested: bool, doubtful: bool,
) -> None:
    assert is_doubtful(TODAY - timedelta(days=late), LATE, as_of=TODAY, limit=60, contested=contested) is doubtful


def test_what_moves_is_added_up_by_week_and_flow_and_what_stands_in_none_is_told_apart() -> None:
    found = forecast([
        CLAIM, CLAIM, replace(CLAIM, expected_on=TODAY - WEEK),
        replace(CLAIM, flow=MoneyFlow.VAT, amount=Money.of("-21.00")),
        replace(CLAIM, expected_on=TODAY + 13 * WEEK), replace(CLAIM, doubtful=True, amount=Money.of("7.00")),
        replace(CLAIM, expected_on=TODAY + 13 * WEEK - timedelta(days=1))], start=EMPTY, weeks=13)
    assert [(one.starts_on, one.flow, str(one.amount.amount), one.count) for one in found.flows] == [
        (TODAY, MoneyFlow.INVOICES, "121.00", 1), (date(2026, 10, 8), MoneyFlow.INVOICES, "242.00", 2),
        (date(2026, 10, 8), MoneyFlow.VAT, "-21.00", 1), (date(2026, 12, 24), MoneyFlow.INVOICES, "121.00", 1)]
    assert (str(found.doubtful.amount), str(found.later.amount)) == ("7.00", "121.00")
