"""Sickness, leave and unpaid leave as they are lived: asked for, certified, decided, paid or not, ended by a return."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import psycopg
import pytest

from services.payroll.service import Payroll
from shared.definitions import definition_of
from tests.builders import FreshDatabase, as_owner
from tests.integration.payroll.driver import Host, Job, amount
from tests.integration.payroll.employment_budgets.worker import EmployedWorker, hire

NUMBERS = count(1)
DIGEST, DAY = "a" * 64, timedelta(days=1)
SICK, LEAVE, UNPAID = "sickness", "leave", "unpaid_leave"


@pytest.fixture(scope="module")
def shared_host(database_of_the_file: FreshDatabase) -> Iterator[Host]:
    """One payroll for all tests of the file: each has a worker of its own."""
    opened = Host(database_of_the_file(*definition_of(Payroll).migrations))
    opened.staff()
    yield opened
    opened.close()


@pytest.fixture
def anna(shared_host: Host) -> Iterator[EmployedWorker]:
    """Somebody who may be employed; whatever a test does, all proofs hold after it."""
    yield hire(shared_host, next(NUMBERS))
    assert shared_host.faults() == []


def ask(anna: EmployedWorker, kind: str, first: date, last: date, *, on: date | None = None, certified: bool = True,
        **choice: Any) -> str:
    """The worker asks; the id of the absence."""
    found = anna.host.call(
        "ask_absence", on=on or first, subject=anna.member_id, roles=("member", "clock"), member_id=anna.member_id,
        kind=kind, starts_on=first.isoformat(), ends_on=last.isoformat(),
        **({"certificate": DIGEST} if certified and kind == SICK else {}), **choice)
    return str(found["absence_id"])


def approve(anna: EmployedWorker, absence_id: str, on: date, **choice: Any) -> dict[str, Any]:
    found: dict[str, Any] = anna.host.call("decide_absence", on=on, absence_id=absence_id, approved=True, **choice)
    return found


def not_approved(anna: EmployedWorker, absence_id: str, on: date, **choice: Any) -> str:
    return anna.host.refused("decide_absence", on=on, absence_id=absence_id, approved=True, **choice)


def absent(anna: EmployedWorker, kind: str, first: date, last: date, *, on: date | None = None,
           **choice: Any) -> dict[str, Any]:
    return approve(anna, ask(anna, kind, first, last, on=on), on or first, **choice)


def refused(anna: EmployedWorker, kind: str, first: date, last: date, *, on: date | None = None) -> str:
    return anna.host.refused("ask_absence", on=on or first, member_id=anna.member_id, kind=kind,
                             starts_on=first.isoformat(), ends_on=last.isoformat())


def come_back(anna: EmployedWorker, absence_id: str, back_on: date, *, on: date) -> dict[str, Any]:
    found: dict[str, Any] = anna.host.call("return_to_work", on=on, absence_id=absence_id, back_on=back_on.isoformat())
    return found


def gross_of_wages(anna: EmployedWorker) -> list[Decimal]:
    return [amount(wage["gross"]) for wage in anna.wages()]


def waiting(anna: EmployedWorker, on: date) -> list[tuple[str, str]]:
    listed = anna.host.call("list_waiting", on=on, member_id=anna.member_id)
    return [(one["matter"], one["leads_on"]) for one in listed
            if "absence" in one["matter"] or "guaranteed" in one["matter"]]


def test_thirty_days_of_sickness_are_paid_like_work_and_what_follows_is_not(anna: EmployedWorker) -> None:
    anna.agree()
    found = absent(anna, SICK, date(2026, 9, 3), date(2026, 10, 16))
    (effect,) = found["effects"]
    assert (effect["days"], effect["paid_days"], effect["pay"]) == (32, 22, "partly")  # paid to Friday, 2 October
    anna.pay(date(2026, 10, 6))
    anna.pay(date(2026, 11, 5))
    # October has 22 weekdays: the 1st and 2nd are guaranteed, the 19th to the 30th worked: 12 of 22
    assert gross_of_wages(anna) == [Decimal("3000.00"), Decimal("1636.36")]


def test_unpaid_leave_takes_its_weekdays_from_the_month_and_from_the_what_if(anna: EmployedWorker) -> None:
    anna.agree()
    absent(anna, UNPAID, date(2026, 9, 7), date(2026, 9, 13), on=date(2026, 9, 1))
    ahead = anna.budget(date(2026, 9, 2))["ahead"]
    assert amount(ahead[0]["gross"]) == Decimal("2318.18")  # 17 of 22
    anna.pay(date(2026, 10, 6))
    assert gross_of_wages(anna) == [Decimal("2318.18")]
    listed = anna.host.rows(f"select day from worked_days where order_id = '{anna.order_id}' and day between "
                            "'2026-09-07' and '2026-09-11'")
    assert listed == []


def test_a_month_of_unpaid_leave_has_no_wage_and_the_next_one_has(anna: EmployedWorker) -> None:
    anna.agree()
    absent(anna, UNPAID, date(2026, 9, 1), date(2026, 9, 30), on=date(2026, 8, 31))
    anna.pay(date(2026, 10, 6))
    anna.pay(date(2026, 11, 5))
    assert gross_of_wages(anna) == [Decimal("3000.00")]
    assert anna.now(date(2026, 11, 5))["worked_out_until"] == "2026-10-31"


def test_declaration_and_cover_go_on_in_an_absence_and_it_is_told_without_its_reason(anna: EmployedWorker) -> None:
    anna.agree()
    before = len(anna.host.documents("onss"))
    absent(anna, SICK, date(2026, 9, 3), date(2026, 9, 11))
    assert len(anna.host.documents("onss")) == before, "an employment goes on: nothing is told to the authority"
    for day, away in ((date(2026, 9, 2), False), (date(2026, 9, 3), True), (date(2026, 9, 11), True),
                      (date(2026, 9, 14), False)):
        found = anna.host.call("get_declared_and_covered", member_id=anna.member_id, at=f"{day}T08:00:00+02:00")
        assert (found["covered"], found["absent"]) == (True, away), day
    assert not [kind for kind, body in anna.host.published() if "absence" in kind or "sickness" in str(body)]


def test_a_late_certificate_costs_the_days_before_it_unless_force_majeure_excuses_it(anna: EmployedWorker) -> None:
    anna.agree()
    for first, excused in ((date(2026, 9, 3), False), (date(2026, 9, 17), True)):
        absence_id = ask(anna, SICK, first, first + 8 * DAY, certified=False)
        assert waiting(anna, first) == [("absence_uncertified", "worker")]
        assert not_approved(anna, absence_id, first) == "certificate_missing"
        anna.host.call("add_absence_certificate", on=first + 4 * DAY, absence_id=absence_id, certificate=DIGEST,
                       other_cause=not excused)
        assert waiting(anna, first + 4 * DAY) == [("absence_asked", "payroll_clerk")]
        assert approve(anna, absence_id, first + 4 * DAY, excused=excused)["late"] is not excused
    anna.pay(date(2026, 10, 6))
    assert gross_of_wages(anna) == [Decimal("2727.27")]  # Thursday the 3rd and Friday the 4th: 20 of 22


def test_earned_leave_is_paid_and_no_more_than_was_earned(anna: EmployedWorker) -> None:
    anna.agree()  # from September on: four months of 2026 earn seven days of 2027
    anna.keep(date(2026, 12, 31))
    found = anna.host.call("get_leave", on=date(2027, 1, 4), member_id=anna.member_id, year=2027)
    assert (found["right"], found["taken"], found["left"]) == (7, 0, 7)
    week = absent(anna, LEAVE, date(2027, 2, 8), date(2027, 2, 12), on=date(2027, 2, 1))
    assert week["effects"][0]["pay"] == "paid"
    more = ask(anna, LEAVE, date(2027, 2, 15), date(2027, 2, 17), on=date(2027, 2, 1))
    assert not_approved(anna, more, date(2027, 2, 1)) == "leave_beyond_right"
    approve(anna, more, date(2027, 2, 1), brought_days=1)  # by the certificate of an earlier employer
    found = anna.host.call("get_leave", on=date(2027, 2, 1), member_id=anna.member_id, year=2027)
    assert (found["right"], found["taken"]) == (8, 8)


def test_leave_of_what_is_worked_out_is_refused_and_sickness_of_it_stays_paid(anna: EmployedWorker) -> None:
    anna.agree()
    anna.pay(date(2026, 10, 6))
    assert refused(anna, UNPAID, date(2026, 9, 30), date(2026, 10, 9), on=date(2026, 10, 6)) == "month_worked_out"
    assert refused(anna, LEAVE, date(2026, 9, 1), date(2026, 9, 2), on=date(2026, 10, 6)) == "month_worked_out"
    late = ask(anna, SICK, date(2026, 9, 1), date(2026, 10, 9), on=date(2026, 10, 6))
    approve(anna, late, date(2026, 10, 6))  # its certificate is late too
    anna.pay(date(2026, 11, 5))
    # what was paid stays paid; of October neither the days before the certificate nor those after the thirty: 15 of 22
    assert gross_of_wages(anna) == [Decimal("3000.00"), Decimal("2045.45")]


def test_leave_that_waited_until_its_month_was_paid_is_not_approved_any_more(anna: EmployedWorker) -> None:
    anna.agree()
    asked = ask(anna, UNPAID, date(2026, 9, 7), date(2026, 9, 11), on=date(2026, 9, 1))
    anna.pay(date(2026, 10, 6))
    assert gross_of_wages(anna) == [Decimal("3000.00")], "what is not decided changes nothing"
    assert not_approved(anna, asked, date(2026, 10, 6)) == "month_worked_out"
    anna.host.call("decide_absence", on=date(2026, 10, 6), absence_id=asked, approved=False, reason="paid already")
    assert waiting(anna, date(2026, 10, 6)) == []


def test_a_return_that_is_told_late_pays_the_days_that_were_taken_off(anna: EmployedWorker) -> None:
    anna.agree()
    away = absent(anna, UNPAID, date(2026, 9, 7), date(2026, 9, 18), on=date(2026, 9, 1))
    anna.pay(date(2026, 10, 6))
    assert gross_of_wages(anna) == [Decimal("1636.36")]  # 12 of 22
    assert anna.host.refused("return_to_work", on=date(2026, 10, 7), subject=anna.member_id, roles=("member", "clock"),
                             absence_id=away["absence_id"], back_on="2026-09-14") == "return_typed_late"
    come_back(anna, away["absence_id"], date(2026, 9, 14), on=date(2026, 10, 7))
    anna.pay(date(2026, 10, 12))
    anna.pay(date(2026, 10, 13))
    assert gross_of_wages(anna) == [Decimal("1636.36"), Decimal("681.82")]  # five more of 22, once
    assert anna.budget(date(2026, 10, 13))["worked_out"][1]["starts_on"] == "2026-09-14"


def test_a_leave_taken_back_after_the_end_of_the_employment_is_paid_all_the_same(anna: EmployedWorker) -> None:
    anna.agree()
    away = absent(anna, UNPAID, date(2026, 9, 7), date(2026, 9, 11), on=date(2026, 9, 1))
    anna.tell("agree_employment_end", date(2026, 9, 10), last_on="2026-09-30", subject=anna.member_id,
              roles=("member", "clock"))
    anna.tell("confirm_employment_end", date(2026, 9, 10), last_on="2026-09-30")
    anna.answer(date(2026, 9, 30))
    anna.pay(date(2026, 10, 6))
    assert gross_of_wages(anna) == [Decimal("2318.18"), Decimal("355.61")]  # and 15.34 % of it as holiday pay
    back = come_back(anna, away["absence_id"], date(2026, 9, 7), on=date(2026, 11, 9))
    assert back["state"] == "withdrawn", "who is back on the first day was not absent"
    anna.pay(date(2026, 11, 10))
    assert gross_of_wages(anna)[2:] == [Decimal("681.82"), Decimal("104.59")]  # 460.20 in all, of 3,000.00


def test_absences_do_not_overlap_and_follow_each_other(anna: EmployedWorker) -> None:
    anna.agree()
    leave = absent(anna, UNPAID, date(2026, 9, 7), date(2026, 9, 18), on=date(2026, 9, 1))
    for first, last in ((1, 7), (18, 25), (9, 10), (1, 30)):
        days = date(2026, 9, first), date(2026, 9, last)
        assert refused(anna, SICK, *days, on=date(2026, 9, 30)) == "absence_overlaps"
    ask(anna, SICK, date(2026, 9, 19), date(2026, 9, 25), on=date(2026, 9, 21))
    come_back(anna, leave["absence_id"], date(2026, 9, 10), on=date(2026, 9, 10))
    sick = ask(anna, SICK, date(2026, 9, 10), date(2026, 9, 18), on=date(2026, 9, 10))
    anna.host.call("withdraw_absence", on=date(2026, 9, 10), absence_id=sick)
    ask(anna, SICK, date(2026, 9, 10), date(2026, 9, 11), on=date(2026, 9, 10))


def test_nobody_is_absent_without_an_employment_nor_decides_about_themselves(anna: EmployedWorker) -> None:
    assert refused(anna, SICK, date(2026, 9, 1), date(2026, 9, 2)) == "nothing_to_be_absent_from"
    anna.agree()
    assert refused(anna, UNPAID, date(2026, 8, 1), date(2026, 8, 31)) == "nothing_to_be_absent_from"
    asked = ask(anna, UNPAID, date(2026, 9, 7), date(2026, 9, 7), on=date(2026, 9, 1))
    for role, code in (("advisor", "own_absence_decided"), ("member", "not_allowed")):
        assert not_approved(anna, asked, date(2026, 9, 1), subject=anna.member_id, roles=(role, "clock")) == code
    assert anna.host.refused("get_absence", absence_id=asked, subject="mbr_" + "f" * 32,
                             roles=("member",)) == "not_allowed"


def gig(anna: EmployedWorker, first: date, last: date) -> Job:
    anna.orders += 1
    job = Job(number=anna.orders, member_id=anna.member_id, budget="900.00", starts_on=first, ends_on=last)
    anna.host.sign(job, date(2026, 8, 20))
    anna.answer(date(2026, 8, 21))
    return job


def test_an_order_pays_what_is_worked_and_work_in_an_absence_is_seen_until_somebody_settles_it(
    anna: EmployedWorker,
) -> None:
    job = gig(anna, date(2026, 9, 7), date(2026, 9, 11))
    sick = absent(anna, SICK, date(2026, 9, 9), date(2026, 9, 11))
    assert [(one["days"], one["paid_days"], one["pay"]) for one in sick["effects"]] == [(3, 0, "unpaid")]
    assert waiting(anna, date(2026, 9, 11)) == []
    anna.host.complete(job)  # of all five days
    assert waiting(anna, date(2026, 9, 11)) == [("work_in_absence", "payroll_clerk")]
    come_back(anna, sick["absence_id"], date(2026, 9, 11), on=date(2026, 9, 14))
    assert waiting(anna, date(2026, 9, 14)) == [("work_in_absence", "payroll_clerk")]
    anna.host.call("settle_absence", on=date(2026, 9, 14), absence_id=sick["absence_id"], what="Worked from home")
    assert waiting(anna, date(2026, 9, 14)) == []
    assert anna.host.refused("settle_absence", on=date(2026, 9, 14), absence_id=sick["absence_id"],
                             what="twice") == "nothing_open_in_absence"


def test_whether_sickness_in_an_order_of_a_month_is_paid_waits_for_a_decision(anna: EmployedWorker) -> None:
    gig(anna, date(2026, 9, 1), date(2026, 9, 30))
    sick = absent(anna, SICK, date(2026, 9, 9), date(2026, 9, 11))
    assert sick["effects"][0]["pay"] == "undecided"
    assert waiting(anna, date(2026, 9, 11)) == [("guaranteed_wage_open", "payroll_clerk")]
    anna.host.call("settle_absence", on=date(2026, 9, 14), absence_id=sick["absence_id"], what="Seven days are owed")
    assert waiting(anna, date(2026, 9, 14)) == []


def test_a_relapse_after_an_absence_that_was_taken_back_has_its_thirty_days(anna: EmployedWorker) -> None:
    anna.agree()
    first = absent(anna, SICK, date(2026, 9, 1), date(2026, 9, 30))
    again = absent(anna, SICK, date(2026, 10, 5), date(2026, 10, 30), on=date(2026, 10, 5))
    assert again["effects"][0]["pay"] == "unpaid"
    anna.pay(date(2026, 11, 5))
    assert gross_of_wages(anna) == [Decimal("3000.00"), Decimal("272.73")]  # 2 of 22
    come_back(anna, first["absence_id"], date(2026, 9, 11), on=date(2026, 11, 6))  # ten days: twenty are left
    anna.pay(date(2026, 11, 10))
    assert gross_of_wages(anna)[2:] == [Decimal("2045.45")]  # to 24 October: 15 of 22


def test_planted_breaches_of_absences_are_found(anna: EmployedWorker) -> None:
    anna.agree()
    one = absent(anna, UNPAID, date(2026, 9, 7), date(2026, 9, 11), on=date(2026, 9, 1))["absence_id"]
    other = absent(anna, UNPAID, date(2026, 9, 14), date(2026, 9, 18), on=date(2026, 9, 1))["absence_id"]
    with psycopg.connect(as_owner(anna.host.database.url)) as owner:
        owner.execute("update absences set ends_on = '2026-09-14' where absence_id = %s", [one])
        owner.execute("update absences set decided_by = '' where absence_id = %s", [other])
    found = [fault for fault in anna.host.faults() if one in fault or other in fault]
    assert len(found) == 2
    with psycopg.connect(as_owner(anna.host.database.url)) as owner:
        owner.execute("update absences set ends_on = '2026-09-11' where absence_id = %s", [one])
        owner.execute("update absences set decided_by = 'clerk' where absence_id = %s", [other])


