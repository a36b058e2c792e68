"""Whatever is asked, decided, ended late or taken back: each day that is owed is paid once, no day that is not is paid.

Each history is drawn from a seed and counted again by other code than the one that is tested. `HISTORIES=100` tries so
many.
"""

import os
import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from services.payroll.service import Payroll
from shared.definitions import definition_of
from tests.builders import FreshDatabase
from tests.integration.payroll.driver import Host, weekdays
from tests.integration.payroll.employment_budgets.worker import EmployedWorker, hire

DAY, FIRST = timedelta(days=1), date(2026, 2, 2)
HISTORIES, STEPS = int(os.environ.get("HISTORIES", "1")), 20


@pytest.fixture(scope="module")
def shared_host(database_of_the_file: FreshDatabase) -> Iterator[Host]:
    """One payroll for all histories: each has a worker of its own."""
    opened = Host(database_of_the_file(*definition_of(Payroll).migrations))
    opened.staff()
    yield opened
    assert opened.faults() == []
    opened.close()


class History:
    """One employment with its absences, and for each day why it was not paid when its month was worked out."""

    def __init__(self, host: Host, seed: int) -> None:
        self.anna = hire(host, seed + 1)
        self.chance = random.Random(seed)  # noqa: S311 - a history to be told again
        self.today = FIRST + 3 * DAY
        self.anna.ask(on=FIRST - 9 * DAY, starts_on=FIRST)
        self.anna.approve(FIRST - 8 * DAY)
        self.anna.sign(FIRST - 7 * DAY)
        self.anna.answer(FIRST - 6 * DAY)
        self.anna.work("90000.00", FIRST + DAY, FIRST + 2 * DAY)  # a budget that carries all of it

    def step(self) -> None:
        """Somebody does something, time goes on, or stands still."""
        self.today += self.chance.choice([0, 1, 3, 9, 20]) * DAY
        self.chance.choice([self.ask, self.ask, self.decide, self.decide, self.come_back, self.keep])()

    def ask(self) -> None:
        """An absence is asked for, for days past or to come; it may be refused."""
        first = self.today + self.chance.randrange(-15, 15) * DAY
        kind = self.chance.choice(["sickness", "unpaid_leave"])
        self.anna.host.reply(
            "ask_absence", on=self.today, member_id=self.anna.member_id, kind=kind, starts_on=first.isoformat(),
            ends_on=(first + self.chance.randrange(50) * DAY).isoformat(), certificate="a" * 64,
            other_cause=self.chance.random() < 0.3)

    def decide(self) -> None:
        """One that waits is decided; it may be refused by law."""
        if asked := [one for one in self.absences() if one["state"] == "asked"]:
            self.anna.host.reply(
                "decide_absence", on=self.today, absence_id=self.chance.choice(asked)["absence_id"],
                approved=self.chance.random() < 0.9, reason="as it is", excused=self.chance.random() < 0.5)

    def come_back(self) -> None:
        """A return is written down, perhaps long after its day; or what was asked for is taken back."""
        if standing := [one for one in self.absences() if one["state"] in {"asked", "approved"}]:
            one = self.chance.choice(standing)
            back_on = date.fromisoformat(one["starts_on"]) + self.chance.randrange(8) * DAY
            self.anna.host.reply("return_to_work", on=self.today, absence_id=one["absence_id"],
                                 back_on=back_on.isoformat())
            self.anna.host.reply("withdraw_absence", on=self.today, absence_id=one["absence_id"])

    def keep(self) -> None:
        """The job of the day, and what must hold after it."""
        before = self.paid()
        self.anna.keep(self.today)
        until = self.anna.now(self.today)["worked_out_until"]
        owed = set(weekdays(FIRST, date.fromisoformat(until)) if until else ()) - self.unpaid()
        assert set(self.paid()) == owed | set(before), "what is owed is paid, what was paid stays paid"

    def absences(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.anna.host.call("list_absences", on=self.today, member_id=self.anna.member_id)
        return found

    def paid(self) -> list[date]:
        """The days that have a wage, each once."""
        days = [row["day"] for row in self.anna.host.rows(
            f"select day from worked_days where order_id = '{self.anna.order_id}'")]
        assert len(days) == len(set(days)), "a day is paid twice"
        return days

    def unpaid(self) -> set[date]:
        """The days of absence that nobody pays, counted day by day: leave, late certificates, beyond thirty days."""
        off: set[date] = set()
        left, paid_last, before = 0, date(2000, 1, 1), date(2000, 1, 1)
        for one in sorted(self.absences(), key=lambda one: one["starts_on"]):
            first, last = date.fromisoformat(one["starts_on"]), date.fromisoformat(one["last_on"])
            if one["state"] != "approved":
                continue
            days = [first + n * DAY for n in range((last - first).days + 1)]
            if one["kind"] == "unpaid_leave":
                off |= set(days)
                continue
            if one["other_cause"] or (first > paid_last + 56 * DAY and first != before + DAY):
                left = 30
            for day in days:
                if left:
                    left, paid_last = left - 1, last
                else:
                    off.add(day)
            before = last
            if one["late"]:
                off |= {day for day in days if day < date.fromisoformat(one["certified_on"])}
        return off


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_each_day_that_is_owed_is_paid_once_whatever_becomes_of_absences(shared_host: Host, seed: int) -> None:
    history = History(shared_host, seed)
    for _ in range(STEPS):
        history.step()
    history.today += 31 * DAY
    history.keep()
    history.keep()
    assert isinstance(history.anna, EmployedWorker)
    assert history.paid(), "months were worked out"
