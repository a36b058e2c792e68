"""Holiday pay at the end of an employment, by the year in which it was earned.

Of each year of work the law gives holiday pay in the year after it: the normal pay of the days of leave (simple) and as
much again (double). Who leaves is paid both for the running year, and of the years before it what was not paid yet: the
double part, and the simple part of the days of leave that were not taken. What was settled before is paid once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from services.payroll.wages.rules.pay import HolidayPay
from shared.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """A year in which holidays were earned: its gross, and the days of leave that it gave and that were taken."""

    year: int
    earned: Money
    leave_days: int = 0
    taken_days: int = 0

    @property
    def untaken(self) -> Decimal:
        """The share of its leave that was not taken; all of it where no whole day was earned."""
        if not self.leave_days:
            return Decimal(1)
        return Decimal(max(self.leave_days - self.taken_days, 0)) / self.leave_days


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseOwed:
    """What is owed of one year."""

    exercise: Exercise
    pay: HolidayPay


def still_owed(owed: Iterable[ExerciseOwed], settled: Mapping[int, HolidayPay]) -> list[ExerciseOwed]:
    """Of each year what is owed beyond what was settled before; never less than nothing, for what was paid stays."""
    left = [replace(one, pay=_less(one.pay, settled[one.exercise.year])) if one.exercise.year in settled else one
            for one in owed]
    return [one for one in left if one.pay.gross]


def _less(pay: HolidayPay, before: HolidayPay) -> HolidayPay:
    def beyond(now: Money, then: Money) -> Money:
        return max(now - then, Money.zero(now.currency))

    return replace(pay, simple=beyond(pay.simple, before.simple), double=beyond(pay.double, before.double),
                   beyond=beyond(pay.beyond, before.beyond))
