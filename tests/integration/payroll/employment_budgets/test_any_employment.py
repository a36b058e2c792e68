"""Whatever happens in an employment without an end: each month is paid once, covered, and drawn to the cent.

Each history is drawn from a seed: orders inside, across and outside, budgets that come late, changes in mid-month, two
changes of one day, changes that nobody signs, ends by notice, by agreement and before the beginning, clients that pay,
with days that stand still, run or go backwards. After every step all is counted again from what was told, by other
code than the one that is tested. `HISTORIES=200` tries so many.
"""

import os
import random
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from services.payroll.service import Payroll
from shared.definitions import definition_of
from tests.builders import FreshDatabase
from tests.integration.payroll.driver import Host, Job, amount, money
from tests.integration.payroll.employment_budgets.worker import EmployedWorker, hire

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
FIRST = date(2026, 2, 2)  # the tables of tax end with the year
STEPS = 18
HISTORIES = int(os.environ.get("HISTORIES", "1"))
CENT = Decimal("0.01")
K, V = Decimal("1.4662624"), Decimal("0.08")  # what a euro of gross costs, and the variable share: facts, section 1


@pytest.fixture(scope="module")
def shared_host(database_of_the_file: FreshDatabase) -> Iterator[Host]:
    """One payroll for all histories: each has a worker of its own."""
    opened = Host(database_of_the_file(*definition_of(Payroll).migrations))
    opened.staff()
    yield opened
    assert opened.faults() == []
    opened.close()


def cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


def smallest_budget(gross: Decimal) -> Decimal:
    """The smallest budget that pays a gross wage, found by trying."""
    budget = cents(gross * K / (1 - V)) - 3 * CENT
    while cents(budget * (1 - V) / K) < gross or gross + cents(gross * (K - 1)) > budget:
        budget += CENT
    return budget


@dataclass
class History:
    """One employment as it is lived, and what was told of it."""

    host: Host
    chance: random.Random
    seed: int
    today: date = date(2026, 1, 26)
    anna: EmployedWorker = field(init=False)
    inside: dict[str, Job] = field(default_factory=dict)
    late: list[Job] = field(default_factory=list)
    latest: date = date(2026, 1, 26)

    def __post_init__(self) -> None:
        self.anna = hire(self.host, self.seed + 1)
        hours = self.chance.choice(["38", "19", "30.4"])
        self.anna.ask(str(cents(Decimal(hours) * 80)), hours, on=self.today, starts_on=self._day(FIRST, 20),
                      when_short=self.chance.choice(["lower_hours", "unpaid_leave", "notice"]))
        self.anna.approve(self.today)
        self.anna.sign(self.today)
        self.anna.answer(self.today)

    # --- what happens ---

    def step(self) -> None:
        self.chance.choice([self.pass_days, self.pass_days, self.pass_days, self.work, self.work, self.bring_late,
                            self.change, self.change_twice, self.leave_unsigned, self.look_back, self.client_pays,
                            self.end if self.chance.random() < 0.25 else self.work])()
        self.keep()

    def pass_days(self) -> None:
        self.today += self.chance.randrange(1, 25) * DAY
        self.latest = max(self.latest, self.today)

    def work(self) -> None:
        """An order that ended by today; its budget comes at once, or late."""
        held = self.anna.now(self.today)
        last = self.today - self.chance.randrange(0, 5) * DAY
        first = last - self.chance.randrange(0, 9) * DAY
        if first < FIRST or not any((first + n * DAY).weekday() < 5 for n in range((last - first).days + 1)):
            return
        job = self.anna.order(str(self.chance.randrange(500, 9000)) + ".37", first, last)
        self.host.complete_without_budget(replace(job, registered_on=self.today))
        if date.fromisoformat(held["starts_on"]) <= first:
            self.inside[job.order_id] = job
        self.late.append(job)
        if self.chance.random() < 0.7:
            self.bring_late()

    def bring_late(self) -> None:
        if self.late:
            job = self.late.pop(self.chance.randrange(len(self.late)))
            self.host.allocate(replace(job, registered_on=self.today))

    def change(self, from_on: date | None = None) -> None:
        """Other hours from a day to come, often in the middle of a month; sometimes none."""
        held = self.anna.now(self.today)
        if held["agreed_on"] is None or held["last_on"] or held["waits"]:
            return
        hours = self.chance.choice(["15", "19", "22.8", "38", "0"])
        day = max(from_on or self.today + self.chance.randrange(1, 40) * DAY, date.fromisoformat(held["starts_on"]))
        if day > self.today and (not held["worked_out_until"] or day > date.fromisoformat(held["worked_out_until"])):
            self.anna.change(str(cents(Decimal(hours) * 80)), hours, day, self.today)

    def change_twice(self) -> None:
        """Two changes for the same day, signed on the same day."""
        day = self.today + self.chance.randrange(1, 30) * DAY
        self.change(day)
        self.change(day)

    def leave_unsigned(self) -> None:
        """A change that only the worker signs: it lapses, or is taken back with the end."""
        held = self.anna.now(self.today)
        day = max(self.latest + 3 * DAY, date.fromisoformat(held["starts_on"]))
        if held["agreed_on"] and not held["last_on"] and not held["waits"]:
            self.anna.tell("ask_employment_change", self.today, from_on=day.isoformat(), weekly_hours="38",
                           gross=money("9999.00"))
            self.anna.approve(self.today)
            self.anna.tell("sign_employment", self.today, subject=self.anna.member_id, roles=("member", "clock"))

    def end(self) -> None:
        held = self.anna.now(self.today)
        if held["agreed_on"] is None or held["last_on"]:
            return
        if self.chance.random() < 0.5:
            self.anna.tell("choose_budget_payout", self.today, pays_out=True)
        how = self.chance.choice(["resign", "notice", "agree"])
        if how == "resign":
            self.anna.tell("resign_employment", self.today, subject=self.anna.member_id, roles=("member", "clock"))
        elif how == "notice":
            self.anna.tell("give_employment_notice", self.today)
        else:
            done = held["worked_out_until"]
            day = max(self.today + self.chance.randrange(0, 30) * DAY, date.fromisoformat(done) if done else FIRST)
            self.anna.tell("agree_employment_end", self.today, last_on=day.isoformat(), subject=self.anna.member_id,
                           roles=("member", "clock"))
            self.anna.tell("confirm_employment_end", self.today, last_on=day.isoformat())

    def client_pays(self) -> None:
        for job in self.inside.values():
            if job not in self.late and self.chance.random() < 0.3:
                self.host.client_pays(job, job.invoice_total, self.today)

    def look_back(self) -> None:
        """The jobs run under a day that has passed."""
        back = self.today - self.chance.randrange(1, 9) * DAY
        self.anna.pay(back)

    def keep(self) -> None:
        self.anna.answer(self.today)
        self.anna.pay(self.today)

    # --- what must hold, counted from what was told ---

    def check(self) -> None:
        held = self.anna.now(self.today)
        months = self.anna.budget(self.today)["worked_out"]
        needed = self.check_months(held, months)
        fed = self.check_feeds(held)
        funds = self.anna.budget(self.today)["funds"]
        assert amount(funds["held"]) == max(fed - needed, Decimal(0))
        assert amount(funds["lent"]) == max(needed - fed, Decimal(0))
        self.check_days(held)
        self.check_warnings(held)

    def check_months(self, held: dict[str, Any], months: list[dict[str, Any]]) -> Decimal:
        """Each month that is over is worked out once, for what its days come to; what they need in all."""
        told = {one["starts_on"]: one for one in months}
        assert len(told) == len(months)
        needed = Decimal(0)
        for first, last in self._periods(held):
            gross, hours = self._due(held, first, last)
            month = told.pop(first.isoformat(), None)
            if not hours:
                assert month is None
                continue
            assert month is not None, f"{first} is over and not worked out"
            budget = amount(month["budget"])
            needed += budget
            if not (held["pays_out"] and last.isoformat() == held["last_on"]):
                assert budget == smallest_budget(gross)
            elif amount(month["gross"] or money("0.00")):
                assert budget >= smallest_budget(gross)
            if date.fromisoformat(month["pay_on"]) <= self.latest:
                assert month["state"] == "sent", month
                assert amount(month["gross"]) >= gross
                assert held["pays_out"] or amount(month["gross"]) == gross
        assert told == {}
        return needed

    def _periods(self, held: dict[str, Any]) -> Iterator[tuple[date, date]]:
        first = date.fromisoformat(held["starts_on"])
        end = date.fromisoformat(held["last_on"]) if held["last_on"] else date.max
        while first <= end:
            last = min(first.replace(day=monthrange(first.year, first.month)[1]), end)
            if last >= self.latest:
                return
            yield first, last
            first = last + DAY

    def _due(self, held: dict[str, Any], first: date, last: date) -> tuple[Decimal, Decimal]:
        """The gross and the hours of some days of a month, day by day."""
        days = [first.replace(day=n) for n in range(1, monthrange(first.year, first.month)[1] + 1)]
        weekdays = [day for day in days if day.weekday() < 5]
        gross = hours = Decimal(0)
        for day in weekdays:
            if first <= day <= last:
                terms = self._terms(held, day)
                gross += amount(terms["gross"])
                hours += Decimal(terms["weekly_hours"]) / 5
        return cents(gross / len(weekdays)), hours

    def _terms(self, held: dict[str, Any], day: date) -> dict[str, Any]:
        known = [one for one in held["terms"] if one["state"] == "agreed" and one["from_on"] <= day.isoformat()]
        return max(known, key=lambda one: (one["from_on"], one["place"]))

    def check_feeds(self, held: dict[str, Any]) -> Decimal:
        """What was worked inside and has a budget fed the employment, and has no wage of its own."""
        end = held["last_on"] or "9999-12-31"
        fed = {one["from_order_id"]: amount(one["amount"]) for one in self.anna.budget(self.today)["fed_by"]}
        expected = {job.order_id: Decimal(job.budget) for job in self.inside.values()
                    if job not in self.late and job.ends_on.isoformat() <= end}
        assert fed == {**expected, **{order: fed[order] for order in fed if order in self.inside}}
        for job in self.inside.values():
            if job.order_id in fed:
                assert self.host.call("list_wages", order_id=job.order_id) == []
        return sum(fed.values(), Decimal(0))

    def check_days(self, held: dict[str, Any]) -> None:
        """Every day of the employment is insured, and no day after it by it."""
        first = date.fromisoformat(held["starts_on"])
        last = date.fromisoformat(held["last_on"]) if held["last_on"] else first + 400 * DAY
        covers = self.host.rows(f"""select starts_on, least(ends_on, coalesce(closed_on, ends_on)) as ends_on
            from covers where order_id = '{held["order_id"]}'""")
        for n in range(0, (last - first).days + 1, 7):
            assert any(one["starts_on"] <= first + n * DAY <= one["ends_on"] for one in covers), first + n * DAY
        if held["last_on"] and last >= first:
            assert not any(one["starts_on"] <= last + DAY <= one["ends_on"] for one in covers)

    def check_warnings(self, held: dict[str, Any]) -> None:
        """What was agreed for an empty budget happens eight weeks after a warning at the earliest."""
        warnings = self.host.rows(f"""select warned_on, effective_on from employment_warnings
            where employment_id = '{held["employment_id"]}' and applied_on is not null""")
        assert all(one["effective_on"] - one["warned_on"] >= 8 * WEEK for one in warnings)
        short = [one for one in held["terms"] if one["because"] == "budget_short"]
        for terms in short:
            assert any(one["effective_on"].isoformat() <= terms["from_on"] for one in warnings)

    def lead_on(self) -> None:
        """Months later everything is paid, and nothing waits that nobody can lead on."""
        for _ in range(4):
            self.today = self.latest = self.latest + 31 * DAY
            self.bring_late()
            self.keep()
            self.check()
        left = {one["matter"] for one in self.host.call("list_waiting", on=self.today, member_id=self.anna.member_id)}
        assert left <= {"payment_unanswered", "employment_budget_left", "employment_short", "undeclared_work_paid",
                        "budget_missing", "day_too_long", "pay_below_minimum"}

    def _day(self, first: date, within: int) -> date:
        return first + self.chance.randrange(within) * DAY


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_each_month_is_paid_once_and_every_cent_of_its_budget_is_accounted_for(shared_host: Host, seed: int) -> None:
    history = History(shared_host, random.Random(seed), seed)  # noqa: S311 - a history to be told again
    for _ in range(STEPS):
        history.step()
        history.check()
    history.lead_on()
