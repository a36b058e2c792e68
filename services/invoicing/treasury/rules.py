"""When money is expected: by its due day and by how late its client really pays, in weeks from a day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from shared.money import Money, total

WEEK = timedelta(days=7)
LEAST_KNOWN = 3  # paid invoices by which a client's own habit is known


class MoneyFlow(StrEnum):
    """What money comes or goes for."""

    INVOICES = "invoices"
    ORDERS = "orders"  # signed work that is not invoiced yet, without VAT
    ORDERED_BUDGETS = "ordered_budgets"  # what its wages take at most, on its last day: payroll alone knows the pay day
    VAT = "vat"
    EXPENSES = "expenses"
    CLIENT_MONEY = "client_money"  # what clients have with the house: they may ask for it at any time


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """How many days after the due day somebody pays (negative: before), the middle of so many paid invoices."""

    days: int = 0
    known: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Money that one document lets expect (negative: it goes), when it is due and when it is likely to move.

    `doubtful` is what is contested, handed over, or far later than its client ever is: it stands in no week.
    """

    flow: MoneyFlow
    document: str
    number: str
    client_id: str
    due_on: date
    expected_on: date
    amount: Money
    doubtful: bool = False

    def week(self, as_of: date) -> int:
        """How many weeks from a day; what should have moved already is expected now."""
        return max(0, (self.expected_on - as_of).days // WEEK.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekFlow:
    """What moves for something in a week."""

    starts_on: date
    flow: MoneyFlow
    amount: Money
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Treasury:
    """What stands at the bank as of a day, and what is expected from there, in weeks that begin on it."""

    entity: str
    as_of: date
    bank: Money
    habit: Habit
    flows: Sequence[WeekFlow]
    doubtful: Money
    later: Money


def habit_of(client_id: str, habits: Mapping[str | None, Habit]) -> Habit:
    """A client's own habit where enough of their payments are known, else that of all clients."""
    own = habits.get(client_id, Habit())
    return own if own.known >= LEAST_KNOWN else habits.get(None, Habit())


def pays_on(due_on: date, habit: Habit, *, as_of: date) -> date:
    """When a client is likely to pay; who is later than ever is given one more week."""
    likely = due_on + timedelta(days=habit.days)
    return likely if likely > as_of else as_of + WEEK


def is_doubtful(due_on: date, habit: Habit, *, as_of: date, limit: int, contested: bool) -> bool:
    """Whether nobody should count on a claim: it is contested, or so many days later than its client usually is."""
    return contested or as_of > due_on + timedelta(days=max(0, habit.days) + limit)


def forecast(found: Iterable[Expected], *, start: Treasury, weeks: int) -> Treasury:
    """What is expected week by week; what lies behind the last one, and what is doubtful, in one sum each."""
    sums: dict[tuple[int, MoneyFlow], WeekFlow] = {}
    doubtful, later = [start.doubtful], [start.later]
    for one in found:
        where = (one.week(start.as_of), one.flow)
        if one.doubtful or where[0] >= weeks:
            (doubtful if one.doubtful else later).append(one.amount)
            continue
        known = sums.get(where) or WeekFlow(starts_on=start.as_of + where[0] * WEEK, flow=one.flow, count=0,
                                            amount=Money.zero(one.amount.currency))
        sums[where] = replace(known, amount=known.amount + one.amount, count=known.count + 1)
    currency = start.bank.currency
    return replace(start, flows=[sums[where] for where in sorted(sums)], doubtful=total(doubtful, currency),
                   later=total(later, currency))
