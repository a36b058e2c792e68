"""Which day a pay run may be for; who proposes one, who approves it, and what was approved."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from services.payroll.orders.rules import PartId, is_bank_day
from services.payroll.payments.rules import WageToSend
from services.payroll.runs.errors import CutOffPassed, RunNeedsSecondPerson, RunNotInState
from shared.money import Money, total

MOST_BANK_DAYS = 3
ACT = "pay_wages"
SENDING = "send_pay_run"


class RunMode(StrEnum):
    """Whether wages that are due go to the bank by themselves, or in a run that a second person approves."""

    BY_ITSELF = "by_itself"
    SECOND_PERSON = "second_person"


class RunState(StrEnum):
    """Where a pay run stands; what the bank then does stands with each of its wages."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    SENT = "sent"
    REOPENED = "reopened"


UNSENT = (RunState.PROPOSED, RunState.APPROVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class PayRun:
    """Wages that go to the bank together, once a second person approved them."""

    run_id: str
    day: date
    state: RunState
    count: int
    total: Money
    approval_id: str
    cut_off: datetime

    def to(self, state: RunState, *needed: RunState) -> "PayRun":
        """The run in its next state, or a refusal."""
        if self.state not in needed:
            raise RunNotInState(run_id=self.run_id, state=self.state, needed=" or ".join(needed))
        return replace(self, state=state)


def in_rounds(due: Iterable[tuple[PartId, str]], at_once: int) -> list[list[list[PartId]]]:
    """Parts in batches of so many at most, in rounds with one of a worker in each: the second wage counts the first.

    A worker's parts stay in their order. Batches of one round know nothing of each other, rounds follow one another.
    """
    rounds: list[list[PartId]] = []
    had: Counter[str] = Counter()
    for part, member_id in due:
        if had[member_id] == len(rounds):
            rounds.append([])
        rounds[had[member_id]].append(part)
        had[member_id] += 1
    return [[whole[start:start + at_once] for start in range(0, len(whole), at_once)] for whole in rounds]


def content_of(run_id: str, day: date, wages: Sequence[WageToSend]) -> dict[str, Any]:
    """What the second person approves: which wages, of which amounts, to which accounts."""
    digest = hashlib.sha256()
    for wage in sorted(wages, key=lambda one: one.wage_id):
        digest.update(f"{wage.wage_id}|{wage.amount.cents}|{wage.amount.currency}|{wage.iban}\n".encode())
    return {"run": run_id, "day": day.isoformat(), "count": len(wages), "cents": total_of(wages).cents,
            "wages": digest.hexdigest()}


def total_of(wages: Sequence[WageToSend]) -> Money:
    """What the wages come to."""
    return total((wage.amount for wage in wages), wages[0].amount.currency)


def time_left(day: date, cut_off: datetime, at: datetime) -> timedelta:
    """How long a second person has until the bank's cut-off, or a refusal when it has passed."""
    if at >= cut_off:
        raise CutOffPassed(day=day.isoformat(), cut_off=cut_off.isoformat(timespec="minutes"))
    return cut_off - at


def bank_days_between(one: date, other: date, closed: Collection[date]) -> int:
    """How many bank days lie between two days, the later one included; of the same day none."""
    first, last = sorted((one, other))
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(is_bank_day(day, closed) for day in days)


def assert_near(on: date, *, today: date, closed: Collection[date], approved: bool) -> None:
    """A run's day lies within three bank days of the clock; any other needs a second person."""
    if not approved and bank_days_between(on, today, closed) > MOST_BANK_DAYS:
        raise RunNeedsSecondPerson(day=on.isoformat(), today=today.isoformat(), limit=str(MOST_BANK_DAYS))
