"""Completed work beyond the law's bounds is paid, seen by all who may lead on, and settled once."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import count

import pytest

from services.payroll.service import Payroll
from shared.definitions import definition_of
from tests.builders import FreshDatabase
from tests.integration.payroll.driver import Host, Job, amount
from tests.integration.payroll.employment_budgets.worker import EmployedWorker, hire

NUMBERS = count(1)
MONDAY, WEEK = date(2026, 9, 7), (date(2026, 9, 7), date(2026, 9, 11))


@pytest.fixture(scope="module")
def shared_host(database_of_the_file: FreshDatabase) -> Iterator[Host]:
    """One payroll for all tests of the file: each has a worker of its own."""
    opened = Host(database_of_the_file(*definition_of(Payroll).migrations))
    opened.staff()
    yield opened
    opened.close()


@pytest.fixture
def anna(shared_host: Host) -> Iterator[EmployedWorker]:
    """A worker; whatever a test does, all proofs hold after it."""
    yield hire(shared_host, next(NUMBERS))
    assert shared_host.faults() == []


def waiting(anna: EmployedWorker, on: date) -> list[tuple[str, str, str]]:
    return [(one["matter"], one["why"], one["leads_on"]) for one in anna.host.call(
        "list_waiting", on=on, member_id=anna.member_id) if one["matter"] != "wage_due"]


def test_fifteen_hours_of_one_day_over_two_contracts_are_paid_flagged_and_settled(anna: EmployedWorker) -> None:
    anna.work("900.00", *WEEK)
    assert waiting(anna, WEEK[1]) == []
    second = anna.work("900.00", MONDAY, MONDAY)
    assert waiting(anna, WEEK[1]) == [("day_too_long", "2026-09-07: 15.2 / 9", "advisor")]
    (flag,) = anna.host.call("list_work_flags", member_id=anna.member_id)
    assert (flag["order_id"], flag["day"]) == (second.order_id, "2026-09-07")
    anna.host.call("settle_work_flag", on=WEEK[1], flag_id=flag["flag_id"], because="A day off on the 14th")
    assert waiting(anna, WEEK[1]) == []
    assert anna.host.refused("settle_work_flag", on=WEEK[1], flag_id=flag["flag_id"],
                             because="once more") == "flag_settled_before"
    anna.host.pay_day(date(2026, 9, 17))
    assert len(anna.host.call("list_wages", order_id=second.order_id)) == 1


def test_what_is_done_inside_an_employment_is_its_work_and_counted_once(anna: EmployedWorker) -> None:
    anna.agree()
    anna.keep(date(2026, 9, 6))
    anna.work("3000.00", *WEEK)
    anna.work("3000.00", MONDAY, MONDAY)
    anna.pay(date(2026, 10, 6))
    assert anna.host.call("list_work_flags", member_id=anna.member_id) == []


@pytest.mark.parametrize(("budget", "flagged"), [("161.81", False), ("161.80", True), ("22.00", True)])
def test_pay_below_the_minimum_of_its_day_is_paid_and_flagged(anna: EmployedWorker, budget: str, flagged: bool) -> None:
    job: Job = anna.work(budget, MONDAY, MONDAY)
    anna.host.pay_day(date(2026, 9, 11))
    gross = amount(anna.host.wage_of(job)["gross"])
    assert (gross < Decimal("101.53")) is flagged
    assert [matter for matter, *_ in waiting(anna, MONDAY)] == (["pay_below_minimum"] if flagged else [])
