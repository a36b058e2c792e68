"""The months of an employment without an end: their hours and wage, what brings their budget, how long it lasts.

A month's wage is the agreed monthly gross; of a month that is not whole, or in which the terms change, the weekdays of
each count (public holidays are paid). A month takes its budget from what fed the employment, the oldest first, to the
cent. What nothing brings yet the mutual fund lends, because a wage that is owed is paid; what comes in later gives that
back first. What is never given back is borne by all, not by the worker.
"""

from calendar import monthrange
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal

from services.payroll.employment_contracts.rules import OpenEndedEmployment, Terms
from services.payroll.events import EmploymentRemedy
from services.payroll.wages.rules.occupation import WEEKDAYS, weekdays_in_month
from shared.money import Money, total

ONE_DAY = timedelta(days=1)
QUARTER_OF_AN_HOUR = Decimal("0.25")
HORIZON = 24  # months that are looked ahead


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """The days of an employment in one calendar month, and what is paid for them."""

    first: date
    last: date
    hours: Mapping[date, Decimal]
    gross: Money

    @property
    def last_paid(self) -> date:
        """The last day that is paid."""
        return max(self.hours)


def month_around(day: date) -> tuple[date, date]:
    """The first and the last day of a day's calendar month."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def next_days(employment: OpenEndedEmployment) -> tuple[date, date] | None:
    """The days of the next month that is not worked out, up to the last day of the employment; nothing after it."""
    done = employment.worked_out_until
    first = employment.starts_on if done is None else done + ONE_DAY
    last = month_around(first)[1]
    if employment.last_on is not None:
        last = min(last, employment.last_on)
    return (first, last) if first <= last else None


def plan_month(
    employment: OpenEndedEmployment, first: date, last: date, *, wage_of: Callable[[Terms, date], Money],
    unpaid: Collection[date] = (),
) -> Month | None:
    """What is paid from one day to another of the same month; nothing when all of it is unpaid leave.

    `wage_of` gives the monthly gross of terms on a day: the law may have raised it since they were agreed; `unpaid` are
    days of absence that nobody pays. Days of sickness and leave that are paid count like work.
    """
    days = [day for n in range((last - first).days + 1)
            if (day := first + n * ONE_DAY).weekday() < WEEKDAYS and day not in unpaid]
    held = [(day, terms) for day in days if (terms := employment.terms_on(day)) is not None and not terms.is_leave]
    if not held:
        return None
    full = Decimal(weekdays_in_month(first))
    paid = {terms.place: sum(one.place == terms.place for _, one in held) for _, terms in held}
    by_place = {terms.place: wage_of(terms, first) for _, terms in held}
    amount = sum((by_place[place].amount * count for place, count in paid.items()), Decimal(0)) / full
    return Month(first=first, last=last, hours={day: terms.weekly_hours / WEEKDAYS for day, terms in held},
                 gross=Money.rounded(amount, held[0][1].gross.currency))


def pays_last(employment: OpenEndedEmployment, last: date, unpaid: Collection[date]) -> bool:
    """Whether no day after this one is paid any more: the end may lie on a Sunday, or in unpaid leave."""
    if employment.last_on is None:
        return False
    after = (last + n * ONE_DAY for n in range(1, (employment.last_on - last).days + 1))
    return not any(day.weekday() < WEEKDAYS and day not in unpaid and employment.works_on(day) for day in after)


def owed_late(
    employment: OpenEndedEmployment, touched: Collection[date], *, unpaid: Collection[date], paid: Collection[date],
) -> list[tuple[date, date]]:
    """Days of months worked out that were not paid and are owed after all, as spans of one month each.

    An absence became shorter, or a late certificate was excused: `touched` are the days of absences, `paid` those that
    have a wage.
    """
    until = employment.worked_out_until or date.min
    months: dict[date, list[date]] = {}
    for day in sorted(touched):
        owed = day <= until and day.weekday() < WEEKDAYS and employment.works_on(day)
        if owed and day not in unpaid and day not in paid:
            months.setdefault(day.replace(day=1), []).append(day)
    return [(days[0], days[-1]) for days in months.values()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What fed an employment from one part, and what of it no month took yet."""

    feed_id: str
    from_order_id: str
    from_part: int
    invoice_id: str
    left: Money
    from_feed_id: str | None = None  # of the earlier employment of which it was left


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """The cents of a month's budget that one feed brings, counted from `starts_at`."""

    part: int
    starts_at: int
    feed_id: str
    invoice_id: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Lent:
    """What the mutual fund lends of a month's budget."""

    part: int
    starts_at: int
    amount: Money


def slice_up(need: Lent, feeds: Sequence[Feed]) -> tuple[list[Slice], Lent, list[Feed]]:
    """Take what is needed from feeds, the oldest first: the slices, what is lacking then, and what is left of each."""
    slices, left, lacking = [], [], need
    for feed in feeds:
        taken = min(lacking.amount, feed.left)
        if taken:
            slices.append(Slice(part=need.part, starts_at=lacking.starts_at, feed_id=feed.feed_id,
                                invoice_id=feed.invoice_id, amount=taken))
            lacking = replace(lacking, starts_at=lacking.starts_at + taken.cents, amount=lacking.amount - taken)
        left.append(replace(feed, left=feed.left - taken))
    return slices, lacking, left


@dataclass(frozen=True, slots=True, kw_only=True)
class Funds:
    """What an employment can count on: in its budget, completed and not in it yet, ordered and guaranteed; and lent."""

    held: Money
    coming: Money
    planned: Money
    lent: Money

    @property
    def whole(self) -> Money:
        """All of it, less what the mutual fund gets back first."""
        return self.held + self.coming + self.planned - self.lent


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedMonth:
    """A month to come: what it takes, and what is left then; `carried` when that is not less than nothing."""

    month: Month
    budget: Money
    left: Money

    @property
    def carried(self) -> bool:
        """Whether the budget carries the whole month."""
        return self.left.cents >= 0


def look_ahead(
    employment: OpenEndedEmployment, funds: Money, *, cost_of: Callable[[Month], Money],
    wage_of: Callable[[Terms, date], Money], since: tuple[date, date] | None, horizon: int = HORIZON,
    unpaid: Collection[date] = (),
) -> list[PlannedMonth]:
    """The months to come, one by one, until the budget does not carry one, the employment ends, or for so many."""
    found: list[PlannedMonth] = []
    days, left = since, funds
    for _ in range(horizon):
        if days is None:
            break
        month = plan_month(employment, *days, wage_of=wage_of, unpaid=unpaid)
        if month is not None:
            budget = cost_of(month)
            left -= budget
            found.append(PlannedMonth(month=month, budget=budget, left=left))
        if left.cents < 0:
            break
        days = next_days(replace(employment, worked_out_until=days[1]))
    return found


def short_from(ahead: Iterable[PlannedMonth]) -> date | None:
    """The first day of the first month that the budget does not carry."""
    return next((one.month.first for one in ahead if not one.carried), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetWarning:
    """Told beforehand: from when the budget is short, and what happens instead on which day."""

    place: int
    warned_on: date
    short_from: date
    effective_on: date
    remedy: EmploymentRemedy


def effective_day(short: date, *, weeks: int, on: date) -> date | None:
    """When the remedy takes hold: with the month that is not carried, at least so many weeks after the warning.

    Nothing while it is too early to warn. Months before it that the budget does not carry are owed and paid.
    """
    notice = timedelta(weeks=weeks)
    if on < short - notice:
        return None
    soonest = on + notice
    first = soonest if soonest.day == 1 else month_around(soonest)[1] + ONE_DAY
    return max(short.replace(day=1), first)


def lower_hours(terms: Terms, carried: Money, *, least_hours: Decimal) -> tuple[Decimal, Money] | None:
    """Fewer hours at the same pay an hour, so that a month costs what is carried; nothing when too few are left."""
    hours = min(terms.weekly_hours * carried.amount / terms.gross.amount, terms.weekly_hours)
    hours = (hours / QUARTER_OF_AN_HOUR).to_integral_value(ROUND_FLOOR) * QUARTER_OF_AN_HOUR
    if hours < least_hours:
        return None
    return hours, Money.rounded(terms.gross.amount * hours / terms.weekly_hours, terms.gross.currency)


def sum_of(feeds: Iterable[Feed], currency: str) -> Money:
    """What is left in a budget."""
    return total((feed.left for feed in feeds), currency)
