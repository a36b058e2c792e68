"""What holds on which day, who may sign when, and how an employment without an end ends."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from services.payroll.countries.be.employment_contract import employment_contract
from services.payroll.employment_contracts import rules
from services.payroll.employment_contracts.errors import (
    CooperativeSignsItself,
    EmploymentRefused,
    EndBeforeThat,
    FirstHourPassed,
    HoursWithoutWage,
    LastWageWorkedOut,
    MonthWorkedOut,
    NotRunning,
    TermsNotInState,
    WeeklyHoursOutOfRange,
)
from services.payroll.employment_contracts.rules import (
    Bounds,
    Contract,
    EmploymentState,
    OpenEndedEmployment,
    Party,
    Terms,
    TermsState,
)
from services.payroll.events import EmploymentAgreed, EmploymentChanged, EmploymentEndedBecause, EmploymentRemedy
from shared.countries import load_tables
from shared.money import Money
from shared.papers import LANGUAGES, print_paper
from tests.unit.payroll.builders import EMPLOYER, WORKER

ON, AT = date(2026, 8, 20), datetime(2026, 8, 20, 9, 0, tzinfo=UTC)
FIRST, DAY = date(2026, 9, 1), timedelta(days=1)
ADVISOR = "adv_1"
TABLES = load_tables("services.payroll", "BE")
BOUNDS = Bounds(least_hours=Decimal(15), full_hours=Decimal(38), notice={
    party: [(months, weeks) for months, weeks in TABLES.value("notice_weeks", FIRST, party)] for party in Party})


def terms(place: int = 1, from_on: date = FIRST, hours: str = "38", gross: str = "3000.00",
          state: TermsState = TermsState.AGREED) -> Terms:
    return Terms(place=place, from_on=from_on, weekly_hours=Decimal(hours), gross=Money.of(gross), state=state,
                 asked_on=ON, asked_by="mbr_1")


def employment(*held: Terms, agreed: bool = True) -> OpenEndedEmployment:
    return OpenEndedEmployment(
        employment_id="emp_" + "1" * 32, order_id="ord_1", member_id="mbr_1", activity_id="act_1", entity="main",
        contract="white_collar", work="Layout", when_short=EmploymentRemedy.NOTICE, starts_on=FIRST, asked_on=ON,
        agreed_on=ON if agreed else None, terms=held or (terms(),))


def test_nothing_holds_before_the_first_day_and_the_first_terms_hold_from_it() -> None:
    assert employment().terms_on(FIRST - DAY) is None
    assert employment().terms_on(FIRST) == terms()


def test_a_change_holds_from_its_day_and_of_two_for_one_day_the_later_counts() -> None:
    second, third = (terms(place, date(2026, 10, 1), "19", "1500.00") for place in (2, 3))
    found = employment(terms(), second, third)
    assert [found.terms_on(day).place for day in (date(2026, 9, 30), date(2026, 10, 1))] == [1, 3]  # type: ignore[union-attr]


def test_a_change_that_was_agreed_later_for_an_earlier_day_leaves_the_one_for_a_later_day() -> None:
    found = employment(terms(), terms(2, date(2026, 11, 1)), terms(3, date(2026, 10, 1)))
    assert [found.terms_on(day).place for day in (date(2026, 10, 31), date(2026, 11, 1))] == [3, 2]  # type: ignore[union-attr]


@pytest.mark.parametrize("state", sorted(set(TermsState) - {TermsState.AGREED}))
def test_only_what_was_agreed_holds(state: TermsState) -> None:
    assert employment(terms(), terms(2, FIRST, "19", "1500.00", state)).terms_on(FIRST) == terms()


def test_an_employment_stands_where_its_days_say() -> None:
    ended = replace(employment(terms(), terms(2, date(2026, 10, 1), "0", "0.00")), last_on=date(2026, 10, 31))
    days = (FIRST - DAY, FIRST, date(2026, 10, 1), date(2026, 10, 31), date(2026, 11, 1))
    assert [ended.state_on(day) for day in days] == [
        EmploymentState.AGREED, EmploymentState.RUNNING, EmploymentState.ON_LEAVE, EmploymentState.ON_LEAVE,
        EmploymentState.ENDED]
    asked = employment(terms(state=TermsState.ASKED), agreed=False)
    assert asked.state_on(FIRST) == EmploymentState.ASKED
    assert employment(terms(state=TermsState.LAPSED), agreed=False).state_on(FIRST) == EmploymentState.NOT_AGREED


@pytest.mark.parametrize("hours", ["15", "38"])
def test_the_least_hours_and_full_time_are_possible(hours: str) -> None:
    rules.assert_hours(Decimal(hours), Money.of("3000.00"), BOUNDS, first=True)


@pytest.mark.parametrize("hours", ["14.99", "38.01"])
def test_fewer_and_more_hours_are_refused(hours: str) -> None:
    with pytest.raises(WeeklyHoursOutOfRange):
        rules.assert_hours(Decimal(hours), Money.of("3000.00"), BOUNDS, first=True)


def test_unpaid_leave_is_a_change_and_never_a_beginning_and_hours_have_a_wage() -> None:
    rules.assert_hours(Decimal(0), Money.zero(), BOUNDS, first=False)
    for hours, gross, first in (("0", "0.00", True), ("0", "100.00", False), ("38", "0.00", False)):
        with pytest.raises(HoursWithoutWage):
            rules.assert_hours(Decimal(hours), Money.of(gross), BOUNDS, first=first)


def test_terms_are_for_tomorrow_at_the_earliest_and_after_what_is_worked_out() -> None:
    rules.assert_day(employment(), FIRST, on=FIRST - DAY)
    with pytest.raises(FirstHourPassed):
        rules.assert_day(employment(), FIRST, on=FIRST)
    paid = replace(employment(), worked_out_until=date(2026, 9, 30))
    rules.assert_day(paid, date(2026, 10, 1), on=FIRST)
    with pytest.raises(MonthWorkedOut):
        rules.assert_day(paid, date(2026, 9, 30), on=FIRST)


def test_both_sign_before_the_first_hour_and_then_it_is_agreed() -> None:
    asked = employment(terms(state=TermsState.APPROVED), agreed=False)
    half, nothing = rules.sign(asked, asked.terms[0], Party.MEMBER, by="mbr_1", on=FIRST - DAY, at=AT)
    assert (half.agreed_on, nothing) == (None, [])
    whole, (told,) = rules.sign(half, half.terms[0], Party.COOPERATIVE, by="clerk", on=FIRST - DAY, at=AT)
    assert (whole.agreed_on, whole.terms[0].state) == (FIRST - DAY, TermsState.AGREED)
    assert isinstance(told, EmploymentAgreed)


def test_signing_twice_is_signing_once() -> None:
    asked = employment(terms(state=TermsState.APPROVED), agreed=False)
    once, _ = rules.sign(asked, asked.terms[0], Party.MEMBER, by="mbr_1", on=ON, at=AT)
    assert rules.sign(once, once.terms[0], Party.MEMBER, by="mbr_1", on=ON, at=AT + DAY) == (once, [])


def test_on_the_first_day_it_is_too_late_to_sign_and_the_terms_lapse() -> None:
    asked = employment(terms(state=TermsState.APPROVED), agreed=False)
    with pytest.raises(FirstHourPassed):
        rules.sign(asked, asked.terms[0], Party.MEMBER, by="mbr_1", on=FIRST, at=AT)
    assert rules.lapse(asked.terms[0], on=FIRST - DAY) is None
    lapsed = rules.lapse(asked.terms[0], on=FIRST)
    assert lapsed is not None
    assert lapsed.state is TermsState.LAPSED


def test_nobody_signs_for_the_other_party_and_nothing_is_signed_unapproved() -> None:
    asked = employment(terms(state=TermsState.APPROVED), agreed=False)
    with pytest.raises(CooperativeSignsItself):
        rules.sign(asked, asked.terms[0], Party.COOPERATIVE, by="mbr_1", on=ON, at=AT)
    unread = terms(state=TermsState.ASKED)
    with pytest.raises(TermsNotInState):
        rules.sign(employment(unread, agreed=False), unread, Party.MEMBER, by="mbr_1", on=ON, at=AT)


def test_a_signed_change_is_told_as_a_change() -> None:
    running = replace(employment(terms(), terms(2, date(2026, 10, 1), "19", "1500.00", TermsState.APPROVED)))
    half, _ = rules.sign(running, running.terms[1], Party.MEMBER, by="mbr_1", on=ON, at=AT)
    _, (told,) = rules.sign(half, half.terms[1], Party.COOPERATIVE, by="clerk", on=ON, at=AT)
    assert isinstance(told, EmploymentChanged)
    assert (told.from_on, told.weekly_hours) == (date(2026, 10, 1), Decimal(19))


def test_a_refusal_has_a_reason() -> None:
    with pytest.raises(EmploymentRefused):
        rules.decide(terms(state=TermsState.ASKED), approved=False, reason="", on=ON)
    refused = rules.decide(terms(state=TermsState.ASKED), approved=False, reason="No orders yet.", on=ON)
    assert refused.state is TermsState.REFUSED


@pytest.mark.parametrize(("party", "given_on", "last_on"), [
    # Law of 3/7/1978 art. 37/2: from the Monday after the week in which it is given; on each side of three months
    (Party.COOPERATIVE, date(2026, 9, 1), date(2026, 9, 13)),  # a Tuesday: from Monday the 7th, one week
    (Party.COOPERATIVE, date(2026, 11, 20), date(2026, 11, 29)),  # begins on 23 November: two months, one week
    (Party.COOPERATIVE, date(2026, 11, 29), date(2026, 12, 6)),  # a Sunday: begins on 30 November, still one week
    (Party.COOPERATIVE, date(2026, 11, 30), date(2026, 12, 27)),  # a Monday: begins on 7 December, three weeks
    (Party.MEMBER, date(2026, 11, 30), date(2026, 12, 20)),  # the worker's own: two weeks from three months on
    (Party.COOPERATIVE, date(2031, 9, 1), date(2032, 1, 11)),  # five years: eighteen weeks from 8 September
    (Party.MEMBER, date(2040, 9, 5), date(2040, 12, 9)),  # never more than thirteen weeks
])
def test_notice_runs_from_monday_for_the_weeks_of_the_law(party: Party, given_on: date, last_on: date) -> None:
    assert rules.last_day_of_notice(employment(), party, BOUNDS, given_on=given_on) == last_on


def test_an_end_by_agreement_needs_the_other_party_and_the_same_day() -> None:
    wanted, nothing = rules.name_end(employment(), Party.MEMBER, date(2026, 10, 15), on=FIRST)
    assert nothing == []
    again, _ = rules.name_end(wanted, Party.MEMBER, date(2026, 10, 15), on=FIRST)
    assert again.last_on is None, "nobody agrees with themselves"
    other, _ = rules.name_end(wanted, Party.COOPERATIVE, date(2026, 10, 16), on=FIRST)
    assert (other.last_on, other.end_wanted_by) == (None, Party.COOPERATIVE)
    ended, (told,) = rules.name_end(wanted, Party.COOPERATIVE, date(2026, 10, 15), on=FIRST)
    assert (ended.last_on, told.because) == (date(2026, 10, 15), EmploymentEndedBecause.AGREEMENT)


def test_an_employment_does_not_end_in_the_past_nor_before_what_is_worked_out() -> None:
    paid = replace(employment(), worked_out_until=date(2026, 9, 30))
    rules.end(paid, date(2026, 9, 30), EmploymentEndedBecause.AGREEMENT, on=date(2026, 9, 30))
    for last_on, on in ((date(2026, 9, 29), FIRST), (date(2026, 10, 1), date(2026, 10, 2))):
        with pytest.raises(EndBeforeThat):
            rules.end(paid, last_on, EmploymentEndedBecause.AGREEMENT, on=on)


def test_an_end_before_the_beginning_means_that_it_never_took_place() -> None:
    ended, (told,) = rules.end(employment(), ON, EmploymentEndedBecause.AGREEMENT, on=ON)
    assert (ended.last_on, told.because) == (FIRST - DAY, EmploymentEndedBecause.NEVER_BEGAN)
    assert ended.terms_on(FIRST) is None


def test_an_end_takes_open_terms_back_and_comes_once() -> None:
    running = employment(terms(), terms(2, date(2026, 10, 1), state=TermsState.APPROVED))
    ended, _ = rules.end(running, date(2026, 9, 15), EmploymentEndedBecause.AGREEMENT, on=FIRST)
    assert ended.terms[1].state is TermsState.WITHDRAWN
    with pytest.raises(NotRunning):
        rules.end(ended, date(2026, 9, 20), EmploymentEndedBecause.AGREEMENT, on=FIRST)


def test_what_is_left_is_paid_out_until_the_last_wage_is_worked_out() -> None:
    ended = replace(employment(), last_on=date(2026, 9, 30), worked_out_until=date(2026, 8, 31))
    assert rules.choose_payout(ended, pays_out=True).pays_out
    with pytest.raises(LastWageWorkedOut):
        rules.choose_payout(replace(ended, worked_out_until=date(2026, 9, 30)), pays_out=True)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("hours", ["19", "0"])
def test_the_contract_is_a_paper_in_each_language_made_from_what_was_signed(language: str, hours: str) -> None:
    for when_short in EmploymentRemedy:
        contract = Contract(
            number="11111111/1", employer=EMPLOYER, worker=replace(WORKER, language=language), work="Layout",
            when_short=when_short, starts_on=FIRST, from_on=FIRST, weekly_hours=Decimal(hours), warning_weeks=8,
            gross=Money.of("1500.00"), is_change=hours == "0", written_on=ON)
        assert Contract.from_text(contract.text) == contract
        paper = employment_contract(contract)
    assert print_paper(paper).startswith(b"%PDF")
