"""The line of rights: corrections make it right on every day, whatever came in which order."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.membership.register.rules import Holding
from services.membership.standing.rules import Debt, Standing, corrections, debts_of, standing_on
from shared.money import Money

START = date(2026, 1, 1)
UNTIL = START + timedelta(days=60)
DAYS = st.integers(0, 60).map(lambda n: START + timedelta(days=n))
HOLDINGS = st.lists(st.tuples(DAYS, st.integers(1, 3)), min_size=1, max_size=4).map(
    lambda rows: [Holding(effective_on=day, shares=shares, amount=euros(30 * shares)) for day, shares in rows])


@st.composite
def debts(draw: st.DrawFn) -> list[Debt]:
    found = []
    for late_from in draw(st.lists(DAYS, max_size=4)):
        length = draw(st.one_of(st.none(), st.integers(1, 20)))
        found.append(Debt(late_from=late_from, ended_on=late_from + timedelta(days=length) if length else None))
    return found


def right_on(line: list[Standing], day: date) -> tuple[bool, int]:
    """What the register says: latest effective day, last recorded of that day."""
    best = None
    for row in line:
        if row.effective_on <= day and (best is None or row.effective_on >= best.effective_on):
            best = row
    return (best.voting, best.suspended_shares) if best else (True, 0)


def newest_first(line: list[Standing]) -> list[Standing]:
    return list({row.effective_on: row for row in line}.values())


@given(first=debts(), second=debts(), holdings=HOLDINGS)
def test_after_any_correction_the_line_is_right_on_every_day(
    first: list[Debt], second: list[Debt], holdings: list[Holding],
) -> None:
    line: list[Standing] = []
    for known in (first, second):
        line += corrections(newest_first(line), debts=known, holdings=holdings, suspends="vote", until=UNTIL)
        start = min(holding.effective_on for holding in holdings)
        for n in range(61):
            day = START + timedelta(days=n)
            if day >= start:
                right = standing_on(day, debts=known, holdings=holdings, suspends="vote")
                assert right_on(line, day) == (right.voting, right.suspended_shares)


@given(known=debts(), holdings=HOLDINGS)
def test_a_line_that_is_right_needs_no_correction(known: list[Debt], holdings: list[Holding]) -> None:
    line = corrections([], debts=known, holdings=holdings, suspends="vote", until=UNTIL)
    assert corrections(newest_first(line), debts=known, holdings=holdings, suspends="vote", until=UNTIL) == []


def euros(amount: int) -> Money:
    return Money.of(amount)


def test_a_debt_begins_the_day_after_the_due_day_and_ends_on_the_day_of_payment() -> None:
    due = date(2026, 3, 31)
    paid = [(date(2026, 4, 5), euros(30))]
    assert debts_of(due_on=due, amount=euros(30), flows=paid, withdrawn_on=None) == \
        [Debt(late_from=date(2026, 4, 1), ended_on=date(2026, 4, 5))]


def test_a_call_paid_on_its_due_day_or_the_day_after_was_late_for_no_day() -> None:
    due = date(2026, 3, 31)
    for day in (due, due + timedelta(days=1)):
        assert debts_of(due_on=due, amount=euros(30), flows=[(day, euros(30))], withdrawn_on=None) == []


def test_a_payment_taken_back_makes_a_second_debt_and_leaves_the_days_between_in_order() -> None:
    due = date(2026, 3, 31)
    flows = [(date(2026, 4, 5), euros(30)), (date(2026, 4, 20), euros(-30)), (date(2026, 5, 1), euros(30))]
    assert debts_of(due_on=due, amount=euros(30), flows=flows, withdrawn_on=None) == [
        Debt(late_from=date(2026, 4, 1), ended_on=date(2026, 4, 5)),
        Debt(late_from=date(2026, 4, 20), ended_on=date(2026, 5, 1))]


def test_an_unpaid_call_is_late_for_ever_and_a_withdrawn_one_until_its_withdrawal() -> None:
    due = date(2026, 3, 31)
    assert debts_of(due_on=due, amount=euros(30), flows=[], withdrawn_on=None) == \
        [Debt(late_from=date(2026, 4, 1), ended_on=None)]
    assert debts_of(due_on=due, amount=euros(30), flows=[], withdrawn_on=date(2026, 4, 3))[0].ended_on == \
        date(2026, 4, 3)
    assert debts_of(due_on=due, amount=euros(30), flows=[], withdrawn_on=due) == []


def test_who_was_told_that_they_are_excluded_votes_no_more_from_that_day() -> None:
    held = [Holding(effective_on=START, shares=2, amount=euros(60))]
    told = START + timedelta(days=10)
    line = corrections([], debts=[], holdings=held, suspends="nothing", until=UNTIL, barred_from=told)
    assert [(row.effective_on, row.voting, row.suspended_shares, row.reason) for row in line] == [
        (told, False, 2, "excluded")]
    again = corrections(line, debts=[], holdings=held, suspends="nothing", until=UNTIL)
    assert [(row.effective_on, row.voting) for row in again] == [(told, True)]
