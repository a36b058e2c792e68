"""Absences as values: who decides, which of their days are paid (law of 3/7/1978, articles 31 and 70 to 73).

A day of absence is paid when the law has the employer pay it: earned leave, and the first days of an incapacity. What
was asked for and not decided yet changes nothing. What was worked out and paid stays paid: an absence that becomes
known later is never a debt of the worker. What was not paid and turns out to be owed is paid with the next month.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum
from typing import Any, Self

from services.payroll.absences.errors import (
    AbsenceNotInState,
    AbsencePeriodWrong,
    AbsenceReasonMissing,
    CertificateMissing,
    LeaveBeyondRight,
    LeaveCrossesYears,
    NothingOpenInAbsence,
    OwnAbsenceDecided,
    ReturnOutsideAbsence,
    SicknessToCome,
)
from services.payroll.employment_contracts.rules import OpenEndedEmployment, whole_months
from services.payroll.wages.rules.occupation import WEEKDAYS

ONE_DAY, LONGEST = timedelta(days=1), timedelta(days=366)
SUNDAY = 6
MONTHS_OF_A_YEAR = 12


class AbsenceKind(StrEnum):
    """Why somebody does not work."""

    SICKNESS = "sickness"
    LEAVE = "leave"
    UNPAID_LEAVE = "unpaid_leave"


class AbsenceState(StrEnum):
    """Where an absence stands."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class AbsencePay(StrEnum):
    """What an absence is paid for in one contract."""

    PAID = "paid"
    PARTLY = "partly"
    UNPAID = "unpaid"
    UNDECIDED = "undecided"  # a contract with an end that lasts a month or more: whether a wage is guaranteed is open


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Days on which a worker does not work: as asked for, as decided, and since when they are back."""

    absence_id: str
    member_id: str
    kind: AbsenceKind
    starts_on: date
    ends_on: date
    asked_on: date
    asked_by: str
    state: AbsenceState = AbsenceState.ASKED
    reason: str = ""
    decided_on: date | None = None
    decided_by: str = ""
    certificate: str = ""
    certified_on: date | None = None
    excused: bool = False  # a late certificate, or none in time, by force majeure
    other_cause: bool = False  # another illness or accident than the one before it, as the certificate says
    brought_days: int = 0  # of leave, by the holiday certificate of an earlier employer
    back_on: date | None = None
    settled: str = ""  # what was decided elsewhere of what was open

    @classmethod
    def from_fields(cls, row: Mapping[str, Any]) -> Self:
        """The absence that a row describes."""
        own = {name: row[name] for name in cls.__dataclass_fields__}
        return cls(**{**own, "kind": AbsenceKind(own["kind"]), "state": AbsenceState(own["state"])})

    @property
    def last_on(self) -> date:
        """The last day of absence."""
        return self.ends_on if self.back_on is None else self.back_on - ONE_DAY

    @property
    def stands(self) -> bool:
        """Whether it holds, or still may."""
        return self.state in {AbsenceState.ASKED, AbsenceState.APPROVED} and self.last_on >= self.starts_on

    @property
    def holds(self) -> bool:
        """Whether the worker is absent by it."""
        return self.state is AbsenceState.APPROVED and self.last_on >= self.starts_on

    @property
    def length(self) -> int:
        """How many calendar days it has."""
        return (self.last_on - self.starts_on).days + 1

    def days(self) -> Iterator[date]:
        """Its days, Sundays and holidays too."""
        return span(self.starts_on, self.last_on)

    def follows(self, *states: AbsenceState) -> None:
        """Refuse a step that does not follow on where it stands."""
        if self.state not in states:
            raise AbsenceNotInState(state=self.state, needed=" or ".join(states))


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceLaw:
    """What the law says of absences that begin on a day."""

    guaranteed_days: int  # of incapacity, calendar days
    relapse_days: int  # within so many days after an incapacity that was paid, the same cause goes on
    certificate_days: int  # working days, Saturdays too, for the certificate
    without_certificate: int  # single days a year
    days_of_a_year: Decimal  # of leave, for twelve whole months of the year before


def assert_period(kind: AbsenceKind, starts_on: date, ends_on: date, *, on: date) -> None:
    """A first and a last day; sickness has begun; leave lies in one year."""
    if not starts_on <= ends_on < starts_on + LONGEST:
        raise AbsencePeriodWrong(starts_on=starts_on.isoformat(), ends_on=ends_on.isoformat())
    if kind is AbsenceKind.SICKNESS and starts_on > on:
        raise SicknessToCome(starts_on=starts_on.isoformat())
    if kind is AbsenceKind.LEAVE and starts_on.year != ends_on.year:
        raise LeaveCrossesYears(first=starts_on.year, last=ends_on.year)


def certify(absence: Absence, *, digest: str, other_cause: bool, on: date) -> Absence:
    """A certificate came; of a second one the first day counts, for it tells no more than how long it lasts."""
    absence.follows(AbsenceState.ASKED, AbsenceState.APPROVED)
    return replace(absence, certificate=digest, certified_on=absence.certified_on or on, other_cause=other_cause)


def decide(
    absence: Absence, *, approved: bool, reason: str, excused: bool, brought_days: int, by: str, on: date,
) -> Absence:
    """A clerk or an advisor accepts an absence, or refuses it with a reason; never their own."""
    absence.follows(AbsenceState.ASKED)
    if by == absence.member_id:
        raise OwnAbsenceDecided
    if not approved and not reason:
        raise AbsenceReasonMissing
    return replace(absence, state=AbsenceState.APPROVED if approved else AbsenceState.REFUSED, reason=reason,
                   decided_on=on, decided_by=by, excused=excused, brought_days=brought_days)


def withdraw(absence: Absence, *, on: date) -> Absence:
    """An absence that was not decided, or has not begun, does not take place."""
    if absence.starts_on <= on:
        absence.follows(AbsenceState.ASKED)
    absence.follows(AbsenceState.ASKED, AbsenceState.APPROVED)
    return replace(absence, state=AbsenceState.WITHDRAWN, decided_on=on)


def come_back(absence: Absence, back_on: date) -> Absence:
    """The worker works again from a day on; on the first day of the absence: there was none."""
    absence.follows(AbsenceState.ASKED, AbsenceState.APPROVED)
    if not absence.starts_on <= back_on <= absence.last_on:
        raise ReturnOutsideAbsence(back_on=back_on.isoformat(), starts_on=absence.starts_on.isoformat(),
                                   ends_on=absence.last_on.isoformat())
    return replace(absence, back_on=back_on)


def settle(absence: Absence, *, is_open: bool, what: str) -> Absence:
    """What was decided elsewhere about a guaranteed wage that no rule here decides, or about work in an absence."""
    if not is_open or absence.settled:
        raise NothingOpenInAbsence(absence_id=absence.absence_id)
    return replace(absence, settled=what)


def assert_certified(absence: Absence, law: AbsenceLaw, *, used: int) -> None:
    """Sickness is certified, or a single day of which there were not too many in the year."""
    if not absence.certificate and (absence.length > 1 or used >= law.without_certificate):
        raise CertificateMissing(allowed=law.without_certificate, used=used)


def assert_leave(asked: int, *, right: int, taken: int, year: int) -> None:
    """No more leave is taken than was earned; the last day is within."""
    if asked + taken > right:
        raise LeaveBeyondRight(asked=asked, left=max(right - taken, 0), right=right, year=year)


def leave_right(months: int, brought: int, law: AbsenceLaw) -> int:
    """The days of leave of a year: for the whole months of the year before, rounded up, and those brought along."""
    earned = min(months, MONTHS_OF_A_YEAR) * law.days_of_a_year / MONTHS_OF_A_YEAR
    return int(earned.to_integral_value(ROUND_CEILING)) + brought


def months_worked(year: int, employments: Sequence[OpenEndedEmployment], absences: Sequence[Absence]) -> int:
    """The calendar months of a year in which an employment held on every weekday, without unpaid leave.

    Sickness counts like work (royal decree of 30/3/1967 art. 41); a month that is not whole gives nothing.
    """
    off = {day for one in absences if one.holds and one.kind is AbsenceKind.UNPAID_LEAVE for day in one.days()}
    whole = {(day.month, day not in off and is_employed(employments, day))
             for day in span(date(year, 1, 1), date(year, 12, 31)) if day.weekday() < WEEKDAYS}
    return sum((month, False) not in whole for month in range(1, MONTHS_OF_A_YEAR + 1))


def is_employed(employments: Sequence[OpenEndedEmployment], day: date) -> bool:
    """Whether an employment without an end holds on a day with hours to work."""
    return any(one.works_on(day) for one in employments)


def leave_days(
    absence: Absence, employments: Sequence[OpenEndedEmployment], holidays: Collection[date],
) -> int:
    """How many days of earned leave an absence takes: of an employment without an end, no public holidays."""
    return sum(day.weekday() < WEEKDAYS and day not in holidays and is_employed(employments, day)
               for day in absence.days())


def certificate_due(absence: Absence, law: AbsenceLaw, holidays: Collection[date]) -> date:
    """The last day on which the certificate comes in time: working days after the first day of absence."""
    day, left = absence.starts_on, law.certificate_days
    while left:
        day += ONE_DAY
        left -= day.weekday() != SUNDAY and day not in holidays
    return day


def is_late(absence: Absence, due_on: date) -> bool:
    """Whether the certificate came too late, and nothing excuses it."""
    return absence.certified_on is not None and absence.certified_on > due_on and not absence.excused


def unpaid_days(
    absences: Sequence[Absence], law_of: Mapping[str, AbsenceLaw], due_on: Mapping[str, date],
) -> frozenset[date]:
    """The days of a worker's absences that an employment without an end does not pay.

    `law_of` and `due_on` are by absence: the law on its first day, and until when its certificate comes in time.
    """
    unpaid = {day for one in absences if one.holds and one.kind is AbsenceKind.UNPAID_LEAVE for day in one.days()}
    for one, paid in guaranteed(absences, law_of):
        unpaid.update(day for n, day in enumerate(one.days()) if n >= paid)
        if one.certified_on is not None and is_late(one, due_on[one.absence_id]):
            unpaid.update(day for day in one.days() if day < one.certified_on)
    return frozenset(unpaid)


def guaranteed(absences: Sequence[Absence], law_of: Mapping[str, AbsenceLaw]) -> Iterator[tuple[Absence, int]]:
    """For how many of its first days each sickness is paid by the employer.

    The days are the incapacity's, over prolongations and relapses. A relapse is one of the same cause within the law's
    days after an incapacity that was paid; another cause, or a later day, begins anew.
    """
    left, paid_until, before = 0, date.min, date.min
    for one in sorted((one for one in absences if one.holds and one.kind is AbsenceKind.SICKNESS),
                      key=lambda one: one.starts_on):
        law = law_of[one.absence_id]
        goes_on = one.starts_on == before + ONE_DAY or (one.starts_on - paid_until).days <= law.relapse_days
        if not goes_on or one.other_cause:
            left = law.guaranteed_days
        paid = min(left, one.length)
        left, before = left - paid, one.last_on
        paid_until = one.last_on if paid else paid_until
        yield one, paid


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceEffect:
    """What an absence does in one contract: its days of work that fall away, and how many of them are paid."""

    order_id: str
    open_ended: bool
    days: int
    paid_days: int
    pay: AbsencePay


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractDays:
    """The days of a contract that an absence touches."""

    order_id: str
    open_ended: bool
    starts_on: date
    ends_on: date
    under: bool = False  # done inside an employment without an end, which pays it

    def has(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.starts_on <= day <= self.ends_on


def effect_in(contract: ContractDays, absence: Absence, unpaid: Collection[date]) -> AbsenceEffect:
    """What an absence does in a contract.

    The wage of an employment without an end goes on for the days that the law guarantees, and for earned leave. An
    order is paid for what is worked. Whether sickness is paid in one that lasts a month or more is not decided here
    (art. 70 and 71: three months, or a month of seniority); below a month nothing is guaranteed.
    """
    days = [day for day in absence.days() if day.weekday() < WEEKDAYS and contract.has(day)]
    paid = len(days) - sum(day in unpaid for day in days) if contract.open_ended else 0
    return AbsenceEffect(order_id=contract.order_id, open_ended=contract.open_ended, days=len(days), paid_days=paid,
                         pay=_pay_of(contract, absence, len(days), paid))


def _pay_of(contract: ContractDays, absence: Absence, days: int, paid: int) -> AbsencePay:
    alone = absence.kind is AbsenceKind.SICKNESS and not contract.open_ended and not contract.under
    if alone and whole_months(contract.starts_on, contract.ends_on + ONE_DAY):
        return AbsencePay.UNDECIDED
    return AbsencePay.UNPAID if not paid else AbsencePay.PAID if paid == days else AbsencePay.PARTLY


def as_if_approved(absence: Absence) -> Absence:
    """The absence as it would hold."""
    return replace(absence, state=AbsenceState.APPROVED) if absence.stands else absence


def span(starts_on: date, ends_on: date) -> Iterator[date]:
    """The days from one to another, both included."""
    return (starts_on + n * ONE_DAY for n in range((ends_on - starts_on).days + 1))
