"""Whatever happens between a signature and a settled wage, in whatever order: nobody works uncovered, no wage is stuck.

Each history is drawn from a seed: an order is signed, amended, answered, refused, cancelled, completed, paid, rejected,
given back, corrected, with days that stand still, run or go backwards, and reports that come late or twice. Then
everybody does what the list of all that waits asks for. `HISTORIES=1000` (`make histories`) tries so many.
"""

import os
import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.integration.payroll.driver import ANNA, Host, Job
from tests.integration.payroll.payments.test_what_the_bank_answers import report

FIRST = date(2026, 9, 1)
DAY = timedelta(days=1)
STEPS = 30
HISTORIES = int(os.environ.get("HISTORIES", "16"))
DECLARED = """select starts_on, coalesce(wanted_ends_on, ends_on) as ends_on, state from declarations
where state in ('waiting', 'late', 'sent', 'accepted', 'refused')"""
COVERED = "select starts_on, least(ends_on, coalesce(closed_on, ends_on)) as ends_on from covers"


@dataclass
class History:
    """One order as its people live it: what was agreed, and what happened so far."""

    host: Host
    chance: random.Random
    job: Job = field(default_factory=lambda: Job(budget="900.00", invoice_total="1200.00"))
    today: date = date(2026, 8, 28)
    cancelled: bool = False
    completed: bool = False
    worked: set[date] = field(default_factory=set)
    movements: int = 0
    reports: list[str] = field(default_factory=list)

    def begin(self) -> None:
        self.job = replace(self.job, starts_on=self._a_day(FIRST, 5), ends_on=FIRST + 8 * DAY)
        self.host.staff(ANNA)
        self.host.sign(self.job, self.today)

    def step(self) -> None:
        steps = [self.pass_a_day, self.pass_a_day, self.answer, self.amend, self.refuse, self.pay, self.bank,
                 self.report_again, self.look_back]
        if self.today > self.job.starts_on:
            steps.append(self.complete)
        self.chance.choice([*steps, self.cancel] if self.chance.random() < 0.2 else steps)()

    def pass_a_day(self) -> None:
        """A day of the contract that passes is worked."""
        if self.job.starts_on <= self.today <= self.job.ends_on and not (self.cancelled or self.completed):
            self.worked.add(self.today)
        self.today += DAY

    def amend(self) -> None:
        if self.cancelled or self.completed:
            return
        begun = bool(self.worked)
        starts_on = self.job.starts_on if begun else self._a_day(max(self.today, FIRST), 4)
        least = max([starts_on, *self.worked])
        self.job = replace(self.job, starts_on=starts_on, ends_on=self._a_day(least, 10))
        self.host.sign(self.job, self.today, kind="order_amended")

    def answer(self, *, accepted: bool = True) -> None:
        for one in self.host.rows("select declaration_id from declarations where state in ('sent', 'cancel_wanted')"):
            self.host.call("record_declaration_answer", on=self.today, declaration_id=one["declaration_id"],
                           **({"result": "accepted", "reference": "7"} if accepted else
                              {"result": "refused", "reason": "unknown worker"}))

    def refuse(self) -> None:
        if self.chance.random() < 0.2:
            self.answer(accepted=False)

    def cancel(self) -> None:
        if not (self.cancelled or self.completed):
            if self.job.starts_on < self.today <= self.job.ends_on:
                self.worked.add(self.today)
            self.host.hear("order_cancelled", self.today, order_id=self.job.order_id, reason="called off")
            self.cancelled = True

    def complete(self) -> None:
        """The work is done, or what was worked before it was called off."""
        if not self.completed and (days := sorted(day for day in self.worked if day.weekday() < 5)):
            done = replace(self.job, starts_on=days[0], ends_on=days[-1], completed_on=days[-1],
                           registered_on=max(self.today, days[-1]))
            self.host.complete_without_budget(done)
            self.job, self.completed = done, True
            self.host.book_fee(self.job)
            if self.chance.random() < 0.7:
                self.host.allocate(self.job)

    def pay(self) -> None:
        self.host.pay_day(self.today)

    def bank(self) -> None:
        """The bank pays, rejects, gives back, or gives back short."""
        for wage in self._wages():
            named, net = wage["wage_id"].replace("_", ""), wage["net"]["amount"]
            if wage["state"] in ("sent", "accepted"):
                if self.chance.random() < 0.5:
                    (batch,) = self.host.rows(
                        "select message_id from wage_batches b join wage_payments p on p.batch_id = b.batch_id")
                    status = self.chance.choice(("RJCT", "ACSP", "PDNG"))
                    self.reports.append(report(batch["message_id"], named, status=status))
                    self.host.call("record_payment_report", on=self.today, report=self.reports[-1])
                else:
                    self._moves(f"-{net}", named)
            elif wage["state"] == "paid" and self.chance.random() < 0.3:
                self._moves(net if self.chance.random() < 0.5 else "0.01", named, kind="bank_movement_returned")

    def report_again(self) -> None:
        """A report of the bank comes again, late: what was sent anew since is not rejected by it."""
        if self.reports:
            before = [wage["state"] for wage in self._wages()]
            self.host.call("record_payment_report", on=self.today, report=self.chance.choice(self.reports))
            assert [wage["state"] for wage in self._wages()] == before

    def look_back(self) -> None:
        """Somebody runs the payment or records an answer under a day that has passed."""
        today, self.today = self.today, self.today - self.chance.randrange(1, 4) * DAY
        self.chance.choice([self.pay, self.answer, self.bank])()
        self.today = today

    def lead_on(self) -> None:
        """Everybody does what the list asks for, until nothing waits."""
        for _ in range(60):
            for waits in self.host.call("list_waiting", on=self.today):
                self._lead(waits)
            self.host.pay_day(self.today)
            self.today += DAY

    def _lead(self, waits: dict[str, Any]) -> None:
        match waits["matter"]:
            case "late_declaration":
                self.host.call("decide_late_declaration", declaration_id=waits["declaration_id"], declare=True,
                               reason="it was forgotten", on=self.today)
            case "no_answer":
                self.answer()
            case "declaration_refused":
                self.host.call("declare_again", order_id=waits["order_id"], on=self.today)
            case "budget_missing":
                self.host.allocate(self.job)
            case "payment_rejected" | "payment_returned":
                self.host.call("send_wage_again", wage_id=waits["wage_id"], on=self.today)
            case "day_too_long" | "pay_below_minimum":
                self.host.call("settle_work_flag", flag_id=waits["about"], because="paid more", on=self.today)
            case "payment_unanswered":
                (wage,) = self._wages()
                self._moves(f"-{wage['net']['amount']}", wage["wage_id"].replace("_", ""))

    def assert_nobody_works_uncovered(self) -> None:
        """Each day worked is in a declaration that stands or waits in the list, and insured once it is accepted."""
        declared = self.host.rows(DECLARED)
        insured = [one for one in declared if one["state"] == "accepted"]
        for day in self.worked:
            assert _within(day, declared), f"{day} is worked and not declared: {declared}"
            if _within(day, insured):
                assert _within(day, self.host.rows(COVERED)), f"{day} is worked and not insured"

    def assert_seen(self) -> None:
        """What is completed and not settled is due later, on its way to the bank, or in the list."""
        if self.completed and not any(wage["state"] == "paid" for wage in self._wages()):
            (part,) = self.host.rows("select pay_on from parts where completed_on is not null")
            moving = [wage for wage in self._wages() if wage["state"] in {"to_send", "sent"}]
            listed = self.host.call("list_waiting", on=self.today)
            runs = self.host.rows("select 1 from allocations") != []  # the next pay run takes it
            assert part["pay_on"] > self.today or moving or listed or runs

    def _wages(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.host.call("list_wages", order_id=self.job.order_id)
        return found

    def _moves(self, amount: str, named: str, kind: str = "bank_movement_received") -> None:
        self.movements += 1
        self.host.bank_moves(self.movements, amount, named, self.today, kind=kind)

    def _a_day(self, first: date, within: int) -> date:
        return first + self.chance.randrange(within) * DAY


def _within(day: date, periods: list[dict[str, Any]]) -> bool:
    return any(one["starts_on"] <= day <= one["ends_on"] for one in periods)


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_nobody_ever_works_uncovered_and_every_wage_is_led_to_its_end(host: Host, seed: int) -> None:
    history = History(host, random.Random(seed))  # noqa: S311 - a history to be told again
    history.begin()
    for _ in range(STEPS):
        history.step()
        history.assert_nobody_works_uncovered()
        history.assert_seen()
    if history.worked and not history.completed:
        history.complete()
    history.lead_on()
    history.assert_nobody_works_uncovered()
    assert host.call("list_waiting", on=history.today) == []
    assert [one["state"] for one in history._wages()] == ["paid"] * history.completed
    assert host.faults() == []
