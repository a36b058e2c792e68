"""A student's orders, from what was stated to the wage: reserved, declared, counted over all contracts, paid."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import psycopg
import pytest
from lxml import etree

from services.payroll.service import Payroll
from shared.definitions import definition_of
from tests.builders import FreshDatabase, as_owner
from tests.integration.payroll.driver import Host, Job, amount
from tests.integration.payroll.employment_budgets.worker import EmployedWorker, hire

NUMBERS = count(1)
DAY = timedelta(days=1)
WEEK = date(2026, 9, 7), date(2026, 9, 11)


@pytest.fixture(scope="module")
def shared_host(database_of_the_file: FreshDatabase) -> Iterator[Host]:
    """One payroll for all tests of the file: each has a student of its own."""
    opened = Host(database_of_the_file(*definition_of(Payroll).migrations))
    opened.staff()
    yield opened
    opened.close()


@dataclass
class Student:
    """Somebody who studies all of 2026 and works on orders."""

    anna: EmployedWorker

    def state(self, elsewhere: int = 0, on: date = date(2026, 8, 1), **days: str) -> dict[str, Any]:
        found: dict[str, Any] = self.anna.host.call(
            "state_studies", on=on, member_id=self.anna.member_id, year=2026, hours_elsewhere=elsewhere,
            certificate="a" * 64, **{"from_on": "2026-01-01", "until_on": "2026-12-31"} | days)
        return found

    def order(self, hours: str, days: tuple[date, date] = WEEK, *, budget: str = "800.00", daily: str = "7.6") -> Job:
        self.anna.orders += 1
        job = Job(number=self.anna.orders, member_id=self.anna.member_id, budget=budget, starts_on=days[0],
                  ends_on=days[1], hours=Decimal(daily))
        self.sign(job, hours)
        return job

    def sign(self, job: Job, hours: str, *, kind: str = "order_signed", on: date | None = None) -> None:
        signed_on = on or job.starts_on - DAY
        body = self.anna.host.order_form(job, signed_on)
        body["parts"][0]["hours"] = hours
        self.anna.host.hear(kind, signed_on, **body)
        self.anna.answer(signed_on)

    def kind(self, job: Job) -> tuple[str, int | None]:
        (row,) = self.anna.host.rows(f"select contract, planned_hours from orders where order_id = '{job.order_id}'")
        return row["contract"], row["planned_hours"]

    def quota(self) -> tuple[int, int]:
        found = self.anna.host.call("get_student_quota", member_id=self.anna.member_id, year=2026)
        return found["used"], found["left"]

    def told(self, job: Job) -> list[tuple[str, str | None, str | None]]:
        """What the authority was told of an order: which form, kind of worker, planned hours."""
        rows = self.anna.host.rows("select content from outgoing_documents where channel = 'onss' and "
                                   f"about = '{job.order_id}' order by id")
        roots = [etree.fromstring(row["content"]) for row in rows]
        return [(root[0][-1].tag, *map(root.findtext, (".//WorkerType", ".//PlannedHoursNbr"))) for root in roots]


@pytest.fixture
def student(shared_host: Host) -> Iterator[Student]:
    """A student; whatever a test does, all proofs hold after it."""
    yield Student(hire(shared_host, next(NUMBERS)))
    assert shared_host.faults() == []


def test_a_students_order_is_declared_with_its_hours_and_paid_less_the_solidarity_contribution(
    student: Student,
) -> None:
    student.state()
    job = student.order("38")
    assert (student.kind(job), student.quota()) == (("student", 38), (38, 612))
    assert student.told(job) == [("DimonaIn", "STU", "38")]
    student.anna.host.complete(job)
    student.anna.host.pay_day(date(2026, 9, 17))
    wage = student.anna.host.wage_of(job)
    # 800.00 x 0.92 / 1.0742 = 685.16; 2.71 % of it is 18.57
    assert (amount(wage["gross"]), amount(wage["net"])) == (Decimal("685.16"), Decimal("666.59"))
    assert student.told(job) == [("DimonaIn", "STU", "38")], "what was planned was worked"


def test_without_studies_or_across_two_quarters_or_beyond_the_quota_contributions_are_ordinary(
    student: Student,
) -> None:
    assert student.kind(student.order("38")) == ("white_collar", None)
    student.state(elsewhere=600)
    assert student.kind(student.order("38", (date(2026, 9, 28), date(2026, 10, 2)))) == ("white_collar", None)
    assert student.kind(student.order("50.1", (date(2026, 9, 14), date(2026, 9, 18)))) == ("white_collar", None)
    job = student.order("50", (date(2026, 9, 21), date(2026, 9, 25)))
    assert (student.kind(job), student.quota()) == (("student", 50), (650, 0))
    last = student.order("1", (date(2026, 10, 5), date(2026, 10, 5)))
    assert student.told(last) == [("DimonaIn", "OTH", None)]


def test_the_quota_is_counted_over_all_contracts_and_given_back_by_a_cancelled_one(student: Student) -> None:
    student.state()
    first = student.order("400", (date(2026, 7, 1), date(2026, 9, 11)))
    assert student.kind(student.order("300", (date(2026, 10, 5), date(2026, 12, 18)))) == ("white_collar", None)
    student.anna.host.hear("order_cancelled", date(2026, 6, 30), order_id=first.order_id,
                           member_id=student.anna.member_id, cancelled_on="2026-06-30")
    assert student.quota() == (0, 650)
    assert student.kind(student.order("300", (date(2026, 10, 5), date(2026, 12, 18)))) == ("student", 300)


def test_an_order_that_is_amended_before_it_begins_is_decided_anew_and_declared_anew(student: Student) -> None:
    student.state(elsewhere=600)
    job = student.order("38")
    student.sign(job, "60", kind="order_amended", on=WEEK[0] - DAY)
    assert (student.kind(job), student.quota()) == (("white_collar", None), (600, 50))
    assert student.told(job) == [("DimonaIn", "STU", "38"), ("DimonaCancel", None, None), ("DimonaIn", "OTH", None)]
    student.sign(job, "45", kind="order_amended", on=WEEK[0] - DAY)
    assert student.kind(job) == ("student", 45)
    student.sign(job, "60", kind="order_amended", on=WEEK[0] + DAY)
    assert student.kind(job) == ("student", 45), "what has begun keeps its kind"


def test_more_work_than_planned_is_reserved_and_told_while_there_is_room(student: Student) -> None:
    student.state(elsewhere=600)
    job = student.order("38", daily="9")
    student.anna.host.complete(job)  # 45 hours
    assert student.kind(job) == ("student", 45)
    assert student.told(job)[1:] == [("DimonaUpdate", None, "45")]
    beyond = student.order("5", (date(2026, 9, 14), date(2026, 9, 14)), daily="5.5")
    student.anna.host.complete(beyond)
    assert (student.kind(beyond), student.quota()) == (("white_collar", 5), (650, 0))
    student.anna.host.pay_day(date(2026, 9, 18))
    ordinary = student.anna.host.wage_of(beyond)
    assert amount(ordinary["gross"]) == Decimal("501.96")  # 800.00 x 0.92 / 1.4662624


def test_a_students_wage_does_not_add_up_with_an_ordinary_one_of_the_month(student: Student) -> None:
    alone, other = Student(hire(student.anna.host, next(NUMBERS))), student
    other.state()
    nets = []
    for who in (alone, other):
        job = who.order("200", (date(2026, 9, 14), date(2026, 9, 18)), budget="2000.00")
        if who is other:
            assert who.kind(job) == ("student", 200)
            who.anna.host.complete(job)
            who.anna.host.pay_day(date(2026, 9, 24))
            who.state(elsewhere=650, on=date(2026, 9, 24))
        ordinary = who.order("38", (date(2026, 9, 21), date(2026, 9, 25)), budget="2000.00")
        assert who.kind(ordinary) == ("white_collar", None)
        who.anna.host.complete(ordinary)
        who.anna.host.pay_day(date(2026, 10, 1))
        nets.append(amount(who.anna.host.wage_of(ordinary)["net"]))
    assert nets[0] == nets[1]


def test_an_order_that_was_declared_late_is_outside_the_quota(student: Student) -> None:
    student.state()
    job = Job(number=student.anna.orders + 1, member_id=student.anna.member_id, starts_on=WEEK[0], ends_on=WEEK[1])
    student.sign(job, "38", on=WEEK[0] + DAY)
    declaration = student.anna.host.call("get_declaration", order_id=job.order_id)
    student.anna.host.call("decide_late_declaration", on=WEEK[1], declaration_id=declaration["declaration_id"],
                           declare=True, reason="The client signed on the second day")
    student.anna.answer(WEEK[1])
    assert student.kind(job) == ("student", 38)
    student.anna.host.complete(job)
    assert student.kind(job) == ("white_collar", 38)


def test_a_quota_that_was_reserved_twice_is_found(student: Student) -> None:
    student.state()
    job = student.order("38")
    with psycopg.connect(as_owner(student.anna.host.database.url)) as owner:
        owner.execute("update orders set planned_hours = 651 where order_id = %s", [job.order_id])
    assert [fault for fault in student.anna.host.faults() if "651 of 650" in fault]
    with psycopg.connect(as_owner(student.anna.host.database.url)) as owner:
        owner.execute("update orders set planned_hours = 38 where order_id = %s", [job.order_id])


