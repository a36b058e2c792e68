"""Somebody who is employed without an end, as the tests of it live it: asks, signs, works on orders, is paid."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from services.payroll.employment_budgets.use_cases import keep_employments
from tests.integration.payroll.driver import ANNA, WORKERS, Host, Job, money, some_id

DAY = timedelta(days=1)
FIRST = date(2026, 9, 1)


def national_number(number: int) -> str:
    """A number with its check digits, of somebody born on 30 July 1985."""
    first = f"850730{number:03d}"
    return f"{first}{97 - int(first) % 97:02d}"


def hire(host: Host, number: int) -> "EmployedWorker":
    """A worker of their own in a payroll that tests share."""
    member_id = f"mbr_{number:032x}"
    host.call("register_worker", on=date(2026, 8, 1), **{
        **WORKERS[ANNA], "member_id": member_id, "national_number": national_number(number + 1)})
    return EmployedWorker(host, member_id, orders=1000 * number, answers=1000 * number)


@dataclass
class EmployedWorker:
    """One worker's employment, asked for in August from the first of September on."""

    host: Host
    member_id: str = ANNA
    employment_id: str = ""
    orders: int = 0
    answers: int = field(default=0)

    def ask(self, gross: str = "3000.00", hours: str = "38", *, on: date = date(2026, 8, 20), starts_on: date = FIRST,
            when_short: str = "lower_hours") -> dict[str, Any]:
        asked: dict[str, Any] = self.host.call(
            "ask_employment", on=on, member_id=self.member_id, activity_id=some_id("act", 1),
            starts_on=starts_on.isoformat(), weekly_hours=hours, gross=money(gross), work="Illustration and layout",
            when_short=when_short)
        self.employment_id = asked["employment_id"]
        return asked

    def approve(self, on: date = date(2026, 8, 21)) -> dict[str, Any]:
        return self.tell("decide_employment", on, approved=True)

    def sign(self, on: date = date(2026, 8, 24)) -> dict[str, Any]:
        """Both sign."""
        self.tell("sign_employment", on, subject=self.member_id, roles=("member", "clock"))
        return self.tell("countersign_employment", on)

    def agree(self, gross: str = "3000.00", hours: str = "38", **choice: Any) -> dict[str, Any]:
        """From the request to both signatures and the authority's acceptance."""
        self.ask(gross, hours, **choice)
        self.approve()
        agreed = self.sign()
        self.answer(date(2026, 8, 25))
        return agreed

    def change(self, gross: str, hours: str, from_on: date, on: date) -> None:
        """Other terms, asked for, approved and signed on one day."""
        self.tell("ask_employment_change", on, from_on=from_on.isoformat(), weekly_hours=hours, gross=money(gross))
        self.approve(on)
        self.sign(on)

    def answer(self, on: date) -> None:
        """The authority accepts whatever it was sent."""
        for one in self.host.rows("select declaration_id from declarations where state in ('sent', 'cancel_wanted')"):
            self.answers += 1
            self.host.call("record_declaration_answer", on=on, declaration_id=one["declaration_id"], result="accepted",
                           reference=f"{self.answers:012d}")

    def work(self, budget: str, starts_on: date, ends_on: date, *, signed_on: date | None = None,
             known_on: date | None = None) -> Job:
        """An order that is signed, declared and completed inside the employment."""
        job = self.order(budget, starts_on, ends_on, signed_on=signed_on)
        self.host.complete(replace(job, registered_on=known_on))
        return job

    def order(self, budget: str, starts_on: date, ends_on: date, *, signed_on: date | None = None) -> Job:
        self.orders += 1
        job = Job(number=self.orders, member_id=self.member_id, budget=budget, starts_on=starts_on, ends_on=ends_on)
        self.host.sign(job, signed_on or starts_on - DAY)
        self.answer(signed_on or starts_on - DAY)
        return job

    def keep(self, on: date) -> str:
        return keep_employments(self.host.database, on, lambda done, of: None)

    def pay(self, on: date) -> str:
        self.keep(on)
        return self.host.pay_day(on)

    def tell(self, method: str, on: date, **fields: Any) -> dict[str, Any]:
        found: dict[str, Any] = self.host.call(method, on=on, employment_id=self.employment_id, **fields)
        return found

    def refused(self, method: str, on: date, **fields: Any) -> str:
        return self.host.refused(method, on=on, employment_id=self.employment_id, **fields)

    def now(self, on: date) -> dict[str, Any]:
        return self.tell("get_employment", on)

    def budget(self, on: date) -> dict[str, Any]:
        return self.tell("get_employment_budget", on)

    @property
    def order_id(self) -> str:
        found: str = self.now(FIRST)["order_id"]
        return found

    def wages(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.host.call("list_wages", order_id=self.order_id)
        return found
