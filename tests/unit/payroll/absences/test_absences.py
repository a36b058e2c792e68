"""Which days of absence are paid: worked by hand from the law of 3/7/1978, art. 31, 70 and 73, and published tables."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from services.payroll.absences import rules
from services.payroll.absences.errors import (
    AbsenceNotInState,
    AbsencePeriodWrong,
    AbsenceReasonMissing,
    CertificateMissing,
    LeaveBeyondRight,
    LeaveCrossesYears,
    NothingOpenInAbsence,
    OwnAbsenceDecided,
    ReturnOutsideAbsence,
    SicknessToCome,
)
from services.payroll.absences.rules import Absence, AbsenceKind, AbsenceLaw, AbsencePay, AbsenceState, ContractDays
from services.payroll.countries.be import LAW
from services.payroll.employment_budgets.rules import owed_late
from shared.countries import load_tables
from tests.unit.payroll.employment_contracts.test_terms_and_ends import employment, terms

TABLES = load_tables("services.payroll", "BE")
ON, DAY = date(2026, 9, 1), timedelta(days=1)
DIGEST = "a" * 64


def law_on(day: date) -> AbsenceLaw:
    return AbsenceLaw(
        guaranteed_days=TABLES.integer("guaranteed_wage_days", day), relapse_days=TABLES.integer("relapse_days", day),
        certificate_days=TABLES.integer("certificate_working_days", day),
        without_certificate=TABLES.integer("days_without_certificate", day),
        days_of_a_year=TABLES.decimal("leave_days_of_twelve_months", day))


def absent(starts_on: date, ends_on: date, kind: AbsenceKind = AbsenceKind.SICKNESS, number: int = 1,
           state: AbsenceState = AbsenceState.APPROVED, certified_on: date | None = None) -> Absence:
    return Absence(absence_id=f"abs_{number}", member_id="mbr_1", kind=kind, starts_on=starts_on, ends_on=ends_on,
                   asked_on=starts_on, asked_by="mbr_1", state=state, certificate=DIGEST,
                   certified_on=certified_on or starts_on)


def unpaid(*absences: Absence) -> frozenset[date]:
    law_of = {one.absence_id: law_on(one.starts_on) for one in absences}
    due = {one.absence_id: rules.certificate_due(one, law_of[one.absence_id], LAW.public_holidays(one.starts_on))
           for one in absences}
    return rules.unpaid_days(absences, law_of, due)


def guaranteed(*absences: Absence) -> list[int]:
    law_of = {one.absence_id: law_on(one.starts_on) for one in absences}
    return [paid for _, paid in rules.guaranteed(absences, law_of)]


def test_the_employer_pays_the_first_thirty_calendar_days_and_not_the_thirty_first() -> None:
    assert unpaid(absent(date(2026, 9, 1), date(2026, 9, 30))) == frozenset()
    assert unpaid(absent(date(2026, 9, 1), date(2026, 10, 1))) == {date(2026, 10, 1)}


def test_a_prolongation_goes_on_counting_and_another_illness_begins_anew() -> None:
    first, more = absent(date(2026, 9, 1), date(2026, 9, 20)), absent(date(2026, 9, 21), date(2026, 10, 10), number=2)
    assert guaranteed(first, more) == [20, 10]
    assert guaranteed(first, replace(more, other_cause=True)) == [20, 20]


@pytest.mark.parametrize(("starts_on", "ends_on", "again", "paid"), [
    (date(2025, 9, 1), date(2025, 9, 30), date(2025, 10, 14), 0),  # 14 days after the last one: a relapse
    (date(2025, 9, 1), date(2025, 9, 30), date(2025, 10, 15), 10),
    (date(2026, 3, 2), date(2026, 3, 31), date(2026, 5, 26), 0),  # eight weeks after
    (date(2026, 3, 2), date(2026, 3, 31), date(2026, 5, 27), 10),
    (date(2025, 12, 1), date(2025, 12, 30), date(2026, 2, 20), 0),  # begins in 2026: eight weeks
    (date(2026, 3, 2), date(2026, 3, 21), date(2026, 5, 1), 10),  # the rest of the thirty days
])
def test_a_relapse_is_paid_only_what_is_left_of_the_thirty_days(
    starts_on: date, ends_on: date, again: date, paid: int,
) -> None:
    assert guaranteed(absent(starts_on, ends_on), absent(again, again + 9 * DAY, number=2))[1] == paid


def test_days_after_an_incapacity_that_was_not_paid_do_not_put_off_a_new_guaranteed_wage() -> None:
    paid = absent(date(2026, 3, 2), date(2026, 3, 31))
    relapse = absent(date(2026, 5, 20), date(2026, 5, 29), number=2)  # within eight weeks, nothing left
    third = absent(date(2026, 6, 1), date(2026, 6, 5), number=3)  # more than eight weeks after what was paid
    assert guaranteed(paid, relapse, third) == [30, 0, 5]


def test_a_certificate_that_comes_late_leaves_the_days_before_it_unpaid_unless_it_is_excused() -> None:
    sick = absent(date(2026, 9, 3), date(2026, 9, 11), certified_on=date(2026, 9, 7))  # due Saturday the 5th
    assert sorted(unpaid(sick)) == [date(2026, 9, day) for day in (3, 4, 5, 6)]
    assert unpaid(replace(sick, excused=True)) == frozenset()
    assert unpaid(replace(sick, certified_on=date(2026, 9, 5))) == frozenset()


@pytest.mark.parametrize(("starts_on", "due_on"), [
    (date(2026, 9, 1), date(2026, 9, 3)), (date(2026, 9, 4), date(2026, 9, 7)),  # no Sunday
    (date(2026, 11, 10), date(2026, 11, 13)),  # no 11 November
])
def test_a_certificate_is_due_on_the_second_working_day_after(starts_on: date, due_on: date) -> None:
    sick, holidays = absent(starts_on, starts_on), LAW.public_holidays(starts_on)
    assert rules.certificate_due(sick, law_on(starts_on), holidays) == due_on


@pytest.mark.parametrize(("months", "days"), [
    (0, 0), (1, 2), (2, 4), (3, 5), (4, 7), (5, 9), (6, 10), (7, 12), (8, 14), (9, 15), (10, 17), (11, 19), (12, 20),
    (13, 20)])
def test_leave_is_earned_as_the_published_table_has_it(months: int, days: int) -> None:
    assert rules.leave_right(months, 0, law_on(date(2027, 1, 1))) == days  # securex.be, five days a week


def test_a_month_earns_leave_when_it_is_whole_and_no_unpaid_leave_lies_in_it() -> None:
    since_september = [employment(terms())]
    assert rules.months_worked(2026, since_september, []) == 4
    assert rules.months_worked(2026, [employment(terms(from_on=date(2026, 9, 2)))], []) == 3
    off = absent(date(2026, 10, 30), date(2026, 11, 2), AbsenceKind.UNPAID_LEAVE)
    assert rules.months_worked(2026, since_september, [off]) == 2
    assert rules.months_worked(2026, since_september, [replace(off, kind=AbsenceKind.SICKNESS)]) == 4


def test_leave_takes_weekdays_that_are_no_holidays_and_only_those_of_an_employment() -> None:
    held = [employment(terms())]
    over_the_eleventh = absent(date(2026, 11, 9), date(2026, 11, 15), AbsenceKind.LEAVE)
    assert rules.leave_days(over_the_eleventh, held, LAW.public_holidays(ON)) == 4
    assert rules.leave_days(over_the_eleventh, [], LAW.public_holidays(ON)) == 0
    rules.assert_leave(4, right=20, taken=16, year=2026)
    with pytest.raises(LeaveBeyondRight):
        rules.assert_leave(5, right=20, taken=16, year=2026)


@pytest.mark.parametrize(("kind", "starts_on", "ends_on", "refused"), [
    (AbsenceKind.SICKNESS, ON, ON - DAY, AbsencePeriodWrong),
    (AbsenceKind.UNPAID_LEAVE, ON, ON + 366 * DAY, AbsencePeriodWrong),
    (AbsenceKind.SICKNESS, ON + DAY, ON + DAY, SicknessToCome),
    (AbsenceKind.LEAVE, date(2026, 12, 28), date(2027, 1, 1), LeaveCrossesYears),
])
def test_an_absence_has_days_that_make_sense(
    kind: AbsenceKind, starts_on: date, ends_on: date, refused: type[Exception],
) -> None:
    with pytest.raises(refused):
        rules.assert_period(kind, starts_on, ends_on, on=ON)
    rules.assert_period(AbsenceKind.UNPAID_LEAVE, ON, ON + 365 * DAY, on=ON)


def asked(starts_on: date = ON, ends_on: date = ON + 4 * DAY) -> Absence:
    return absent(starts_on, ends_on, state=AbsenceState.ASKED)


def decide(absence: Absence, *, approved: bool = True, reason: str = "", by: str = "clerk") -> Absence:
    return rules.decide(absence, approved=approved, reason=reason, excused=False, brought_days=0, by=by, on=ON)


def test_nobody_decides_about_their_own_absence_or_refuses_one_without_a_reason() -> None:
    with pytest.raises(OwnAbsenceDecided):
        decide(asked(), by="mbr_1")
    with pytest.raises(AbsenceReasonMissing):
        decide(asked(), approved=False)
    with pytest.raises(AbsenceNotInState):
        decide(decide(asked()))
    assert decide(asked(), approved=False, reason="no certificate").state is AbsenceState.REFUSED


def test_what_is_asked_for_changes_nothing_until_it_is_decided() -> None:
    assert unpaid(absent(ON, ON + 40 * DAY, state=AbsenceState.ASKED)) == frozenset()
    assert len(unpaid(absent(ON, ON + 4 * DAY, AbsenceKind.UNPAID_LEAVE))) == 5


def test_a_single_day_of_sickness_needs_no_certificate_a_few_times_a_year() -> None:
    single = replace(asked(ends_on=ON), certificate="", certified_on=None)
    rules.assert_certified(single, law_on(ON), used=1)
    with pytest.raises(CertificateMissing):
        rules.assert_certified(single, law_on(ON), used=2)
    with pytest.raises(CertificateMissing):
        rules.assert_certified(replace(single, ends_on=ON + DAY), law_on(ON), used=0)
    rules.assert_certified(single, law_on(date(2025, 12, 31)), used=2)  # three times until 2025


def test_a_return_ends_an_absence_and_one_on_its_first_day_leaves_none() -> None:
    back = rules.come_back(decide(asked()), ON + 2 * DAY)
    assert (back.last_on, back.stands, list(back.days())) == (ON + DAY, True, [ON, ON + DAY])
    assert not rules.come_back(asked(), ON).stands
    for day in (ON - DAY, ON + 5 * DAY):
        with pytest.raises(ReturnOutsideAbsence):
            rules.come_back(asked(), day)
    with pytest.raises(ReturnOutsideAbsence):
        rules.come_back(back, ON + 2 * DAY)


def test_what_has_begun_is_ended_by_a_return_and_what_has_not_is_withdrawn() -> None:
    assert rules.withdraw(decide(asked()), on=ON - DAY).state is AbsenceState.WITHDRAWN
    with pytest.raises(AbsenceNotInState):
        rules.withdraw(decide(asked()), on=ON)
    assert rules.withdraw(asked(), on=ON + DAY).state is AbsenceState.WITHDRAWN


def test_of_two_certificates_the_day_of_the_first_counts() -> None:
    first = rules.certify(replace(asked(), certificate="", certified_on=None), digest=DIGEST, other_cause=False, on=ON)
    assert rules.certify(first, digest="b" * 64, other_cause=True, on=ON + DAY).certified_on == ON


def contract(starts_on: date, ends_on: date, *, open_ended: bool = False, under: bool = False) -> ContractDays:
    return ContractDays(order_id="ord_1", open_ended=open_ended, starts_on=starts_on, ends_on=ends_on, under=under)


@pytest.mark.parametrize(("of", "pay"), [
    (contract(ON, date.max, open_ended=True), AbsencePay.PAID),
    (contract(ON, ON + 29 * DAY), AbsencePay.UNDECIDED),  # 1 to 30 September: a whole month
    (contract(ON, ON + 28 * DAY), AbsencePay.UNPAID),
    (contract(ON, ON + 29 * DAY, under=True), AbsencePay.UNPAID),  # the employment pays it
])
def test_sickness_is_paid_by_an_employment_and_open_in_an_order_of_a_month(of: ContractDays, pay: AbsencePay) -> None:
    sick = absent(ON, ON + 3 * DAY)
    assert rules.effect_in(of, sick, unpaid(sick)).pay is pay


def test_an_absence_that_is_paid_for_a_part_of_its_days_says_so() -> None:
    sick = absent(ON, ON + 34 * DAY)  # to 5 October: the 1st, 2nd and 5th are beyond the thirty days
    found = rules.effect_in(contract(ON, date.max, open_ended=True), sick, unpaid(sick))
    assert (found.days, found.paid_days, found.pay) == (25, 22, AbsencePay.PARTLY)


def test_only_what_is_open_is_settled() -> None:
    settled = rules.settle(absent(ON, ON), is_open=True, what="seven days, by the social secretariat")
    for one, is_open in ((settled, True), (absent(ON, ON), False)):
        with pytest.raises(NothingOpenInAbsence):
            rules.settle(one, is_open=is_open, what="again")


def late(touched: Sequence[date], unpaid: Sequence[date] = (), paid: Sequence[date] = ()) -> list[tuple[date, date]]:
    held = replace(employment(terms()), worked_out_until=date(2026, 10, 31))
    return owed_late(held, touched, unpaid=unpaid, paid=paid)


def test_days_that_are_owed_after_all_are_found_month_by_month() -> None:
    touched = list(rules.span(date(2026, 9, 28), date(2026, 11, 3)))
    assert late(touched) == [(date(2026, 9, 28), date(2026, 9, 30)), (date(2026, 10, 1), date(2026, 10, 30))]
    assert late(touched, unpaid=touched) == late(touched, paid=touched) == []


def test_the_law_of_a_day_is_in_the_tables() -> None:
    assert law_on(ON) == AbsenceLaw(guaranteed_days=30, relapse_days=56, certificate_days=2, without_certificate=2,
                                    days_of_a_year=Decimal(20))
