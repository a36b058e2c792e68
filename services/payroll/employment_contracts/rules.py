"""An employment without an end: what holds from which day, who signed it, how it ends.

Terms hold from a day on once both have signed; of two for the same day the later one counts, so two changes of one day
are the last of them. What was worked out is never changed. Terms without hours are unpaid leave.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self

from services.payroll.declarations.rules import NO_END
from services.payroll.employment_contracts.errors import (
    CooperativeSignsItself,
    DeathToCome,
    EmploymentRefused,
    EndBeforeThat,
    FirstHourPassed,
    HoursWithoutWage,
    LastWageWorkedOut,
    MonthWorkedOut,
    NotRunning,
    TermsNotInState,
    WeeklyHoursOutOfRange,
)
from services.payroll.events import (
    EmploymentAgreed,
    EmploymentChanged,
    EmploymentChangedBecause,
    EmploymentEnded,
    EmploymentEndedBecause,
    EmploymentRemedy,
)
from services.payroll.orders.rules import Order
from services.payroll.workers.rules import Employer, Worker
from shared.chain import canonical
from shared.content import as_content, from_content
from shared.money import Money

ONE_DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
NOBODY = ""  # an employment has no client


class Party(StrEnum):
    """Who agrees with whom."""

    MEMBER = "member"
    COOPERATIVE = "cooperative"


class TermsState(StrEnum):
    """Where terms stand."""

    ASKED = "asked"
    APPROVED = "approved"  # by an advisor: the paper is there to be signed
    REFUSED = "refused"
    AGREED = "agreed"
    LAPSED = "lapsed"  # not signed by both before they would have held
    WITHDRAWN = "withdrawn"


class EmploymentState(StrEnum):
    """Where an employment stands on a day."""

    ASKED = "asked"
    NOT_AGREED = "not_agreed"  # refused, lapsed or withdrawn
    AGREED = "agreed"  # its first day is still to come
    RUNNING = "running"
    ON_LEAVE = "on_leave"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Hours a week and a monthly gross, from a day on."""

    place: int
    from_on: date
    weekly_hours: Decimal
    gross: Money
    because: EmploymentChangedBecause = EmploymentChangedBecause.ASKED
    state: TermsState = TermsState.ASKED
    reason: str = ""
    asked_on: date
    asked_by: str
    decided_on: date | None = None
    content: str = ""
    digest: str = ""
    member_signed_at: datetime | None = None
    cooperative_signed_at: datetime | None = None
    cooperative_signed_by: str | None = None

    @classmethod
    def from_fields(cls, data: Mapping[str, Any]) -> Self:
        """The terms that a row describes."""
        own = {name: data[name] for name in cls.__dataclass_fields__ if name not in {"gross", "because", "state"}}
        return cls(**own, gross=Money.from_row(data), because=EmploymentChangedBecause(data["because"]),
                   state=TermsState(data["state"]))

    @property
    def is_leave(self) -> bool:
        """Whether nothing is worked and nothing paid."""
        return not self.weekly_hours

    @property
    def is_open(self) -> bool:
        """Whether somebody still decides or signs."""
        return self.state in {TermsState.ASKED, TermsState.APPROVED}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenEndedEmployment:
    """One worker's open-ended employment, with everything that was ever asked about its terms."""

    employment_id: str
    order_id: str
    member_id: str
    activity_id: str
    entity: str
    contract: str
    work: str
    when_short: EmploymentRemedy
    starts_on: date
    asked_on: date
    agreed_on: date | None = None
    last_on: date | None = None
    ended_by: EmploymentEndedBecause | None = None
    ended_on: date | None = None
    end_wanted_on: date | None = None
    end_wanted_by: Party | None = None
    pays_out: bool = False
    worked_out_until: date | None = None
    terms: tuple[Terms, ...] = ()

    @classmethod
    def from_fields(cls, data: Mapping[str, Any], terms: Iterable[Mapping[str, Any]]) -> Self:
        """The employment that rows describe."""
        spelt = {"when_short": EmploymentRemedy, "end_wanted_by": Party, "ended_by": EmploymentEndedBecause}
        own = {name: data[name] for name in cls.__dataclass_fields__ if name != "terms"}
        own |= {name: kind(own[name]) for name, kind in spelt.items() if own[name] is not None}
        return cls(**own, terms=tuple(map(Terms.from_fields, terms)))

    @property
    def keys(self) -> dict[str, str]:
        """Whose money moves, as the ledger asks for it."""
        return {"activity": self.activity_id, "order": self.order_id, "member": self.member_id}

    @property
    def order(self) -> Order:
        """The order under which it is declared, insured and paid: no client, and no end that was agreed."""
        return Order(
            order_id=self.order_id, activity_id=self.activity_id, member_id=self.member_id, client_id=NOBODY,
            client_country=NOBODY, contract=self.contract, signed_on=self.agreed_on or self.asked_on,
            starts_on=self.starts_on, ends_on=NO_END, amount=Money.zero(self.terms[0].gross.currency), open_ended=True)

    @property
    def open_terms(self) -> Terms | None:
        """The terms that wait for a decision or a signature."""
        return next((one for one in self.terms if one.is_open), None)

    def terms_on(self, day: date) -> Terms | None:
        """What holds on a day of the employment: of the terms agreed, the latest that began, written last."""
        if self.agreed_on is None or day < self.starts_on or day > (self.last_on or NO_END):
            return None
        agreed = [one for one in self.terms if one.state is TermsState.AGREED and one.from_on <= day]
        return max(agreed, key=lambda one: (one.from_on, one.place), default=None)

    def works_on(self, day: date) -> bool:
        """Whether hours and a wage are agreed for a day."""
        holds = self.terms_on(day)
        return holds is not None and not holds.is_leave

    def state_on(self, day: date) -> EmploymentState:
        """Where it stands on a day."""
        if self.agreed_on is None:
            return EmploymentState.ASKED if self.open_terms else EmploymentState.NOT_AGREED
        if self.last_on is not None and day > self.last_on:
            return EmploymentState.ENDED
        if day < self.starts_on:
            return EmploymentState.AGREED
        holds = self.terms_on(day)
        return EmploymentState.ON_LEAVE if holds is not None and holds.is_leave else EmploymentState.RUNNING

    def is_running(self) -> bool:
        """Whether it was agreed and has no last day yet."""
        return self.agreed_on is not None and self.last_on is None

    def with_terms(self, terms: Terms) -> "OpenEndedEmployment":
        """The employment with terms in the place of those before, or after them."""
        return replace(self, terms=(*(one for one in self.terms if one.place != terms.place), terms))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What the country and the cooperative allow: hours a week, and how long before its end notice is given."""

    least_hours: Decimal
    full_hours: Decimal
    notice: Mapping[Party, Sequence[tuple[int, int]]]  # from so many whole months on, so many weeks


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """What both sign: the parties, the work, the terms, and what is decided for the day the budget is empty."""

    number: str
    employer: Employer
    worker: Worker
    work: str
    when_short: EmploymentRemedy
    starts_on: date
    from_on: date
    weekly_hours: Decimal
    gross: Money
    warning_weeks: int
    is_change: bool
    written_on: date

    @property
    def text(self) -> str:
        """All that is signed, in its only spelling."""
        return canonical(as_content(self))

    @classmethod
    def from_text(cls, content: str) -> "Contract":
        """The contract of which this is the content."""
        return from_content(cls, json.loads(content))


def assert_hours(weekly_hours: Decimal, gross: Money, bounds: Bounds, *, first: bool) -> None:
    """Hours within their bounds, with a wage; neither is unpaid leave, which no contract begins with."""
    if bool(weekly_hours) != bool(gross) or (first and not weekly_hours):
        raise HoursWithoutWage
    if weekly_hours and not bounds.least_hours <= weekly_hours <= bounds.full_hours:
        raise WeeklyHoursOutOfRange(hours=weekly_hours, least=bounds.least_hours, full=bounds.full_hours)


def assert_day(employment: OpenEndedEmployment, from_on: date, *, on: date) -> None:
    """Terms are for a day to come, after what was worked out and not before the employment begins."""
    if from_on <= on or from_on < employment.starts_on:
        raise FirstHourPassed(from_on=from_on.isoformat())
    if employment.worked_out_until is not None and from_on <= employment.worked_out_until:
        raise MonthWorkedOut(until=employment.worked_out_until.isoformat())


def add_terms(
    employment: OpenEndedEmployment, *, from_on: date, weekly_hours: Decimal, gross: Money, on: date, by: str,
    because: EmploymentChangedBecause = EmploymentChangedBecause.ASKED,
) -> Terms:
    """The next terms: to be decided and signed, or, as was agreed beforehand, in force by themselves."""
    state = TermsState.ASKED if because is EmploymentChangedBecause.ASKED else TermsState.AGREED
    return Terms(place=len(employment.terms) + 1, from_on=from_on, weekly_hours=weekly_hours, gross=gross,
                 because=because, state=state, asked_on=on, asked_by=by)


def decide(terms: Terms, *, approved: bool, reason: str, on: date) -> Terms:
    """An advisor approves terms that were asked for, or refuses them with a reason."""
    _assert_state(terms, TermsState.ASKED)
    if not approved and not reason:
        raise EmploymentRefused
    return replace(terms, state=TermsState.APPROVED if approved else TermsState.REFUSED, reason=reason, decided_on=on)


def withdraw(terms: Terms, *, on: date) -> Terms:
    """What was asked for and not signed by both is taken back."""
    _assert_state(terms, TermsState.ASKED, TermsState.APPROVED)
    return replace(terms, state=TermsState.WITHDRAWN, decided_on=on)


def lapse(terms: Terms, *, on: date) -> Terms | None:
    """Terms that were not signed by both before their first day hold never; nothing while there is time."""
    return replace(terms, state=TermsState.LAPSED, decided_on=on) if terms.is_open and on >= terms.from_on else None


def sign(
    employment: OpenEndedEmployment, terms: Terms, party: Party, *, by: str, on: date, at: datetime,
) -> tuple[OpenEndedEmployment, list[EmploymentAgreed | EmploymentChanged]]:
    """One party signs approved terms before their first hour; with the second signature they hold."""
    _assert_state(terms, TermsState.APPROVED)
    if on >= terms.from_on:
        raise FirstHourPassed(from_on=terms.from_on.isoformat())
    if party is Party.COOPERATIVE and by == employment.member_id:
        raise CooperativeSignsItself
    signed = (replace(terms, member_signed_at=terms.member_signed_at or at) if party is Party.MEMBER else
              replace(terms, cooperative_signed_at=terms.cooperative_signed_at or at,
                      cooperative_signed_by=terms.cooperative_signed_by or by))
    if signed.member_signed_at is None or signed.cooperative_signed_at is None:
        return employment.with_terms(signed), []
    signed = replace(signed, state=TermsState.AGREED)
    if employment.agreed_on is not None:
        return employment.with_terms(signed), [changed(employment, signed, on=on)]
    agreed = replace(employment.with_terms(signed), agreed_on=on)
    return agreed, [EmploymentAgreed(
        employment_id=agreed.employment_id, order_id=agreed.order_id, member_id=agreed.member_id,
        activity_id=agreed.activity_id, starts_on=agreed.starts_on, weekly_hours=signed.weekly_hours,
        gross=signed.gross, when_short=agreed.when_short, agreed_on=on)]


def changed(employment: OpenEndedEmployment, terms: Terms, *, on: date) -> EmploymentChanged:
    """What is told when other terms hold."""
    return EmploymentChanged(
        employment_id=employment.employment_id, member_id=employment.member_id, from_on=terms.from_on,
        weekly_hours=terms.weekly_hours, gross=terms.gross, because=terms.because, changed_on=on)


def last_day_of_notice(employment: OpenEndedEmployment, party: Party, bounds: Bounds, *, given_on: date) -> date:
    """Notice runs from the Monday after the week in which it is given, for weeks that grow with seniority."""
    begins = given_on + timedelta(days=7 - given_on.weekday())
    months = whole_months(employment.starts_on, begins)
    weeks = max((one for one in bounds.notice[party] if one[0] <= months), key=lambda one: one[0])[1]
    return begins + weeks * WEEK - ONE_DAY


def whole_months(first: date, until: date) -> int:
    """How many whole months lie between two days; none when the second comes first."""
    months = (until.year - first.year) * 12 + until.month - first.month - (until.day < first.day)
    return max(months, 0)


def name_end(
    employment: OpenEndedEmployment, party: Party, last_on: date, *, on: date,
) -> tuple[OpenEndedEmployment, list[EmploymentEnded]]:
    """One party names a last day; when the other had named the same one, both agree and it ends."""
    if employment.end_wanted_by not in {None, party} and employment.end_wanted_on == last_on:
        return end(employment, last_on, EmploymentEndedBecause.AGREEMENT, on=on)
    _assert_may_end(employment, last_on, on=on)
    return replace(employment, end_wanted_on=last_on, end_wanted_by=party), []


def choose_payout(employment: OpenEndedEmployment, *, pays_out: bool) -> OpenEndedEmployment:
    """What is left at the end is paid out with the last wage, or stays; afterwards it stays."""
    if employment.last_on is not None and (employment.worked_out_until or date.min) >= employment.last_on:
        raise LastWageWorkedOut
    return replace(employment, pays_out=pays_out)


def end(
    employment: OpenEndedEmployment, last_on: date, because: EmploymentEndedBecause, *, on: date,
) -> tuple[OpenEndedEmployment, list[EmploymentEnded]]:
    """Set the last day. One before the first means that the employment never took place. Membership is not touched."""
    _assert_may_end(employment, last_on, on=on)
    if last_on < employment.starts_on:
        last_on, because = employment.starts_on - ONE_DAY, EmploymentEndedBecause.NEVER_BEGAN
    ended = replace(employment, last_on=last_on, ended_by=because, ended_on=on, end_wanted_on=None, end_wanted_by=None,
                    terms=tuple(withdraw(one, on=on) if one.is_open else one for one in employment.terms))
    return ended, [EmploymentEnded(employment_id=ended.employment_id, member_id=ended.member_id, last_on=last_on,
                                   because=because, ended_on=on)]


def end_by_death(
    employment: OpenEndedEmployment, died_on: date, *, on: date,
) -> tuple[OpenEndedEmployment, list[EmploymentEnded]]:
    """The contract ends on the day of the worker's death (law of 3/7/1978 art. 32), known when it may be.

    What is left of the budget is paid out with the last wage, because nobody is left to ask for it. What was worked out
    of days after it stays as it is. An end that lies after the death is no longer the end.
    """
    if died_on > on:
        raise DeathToCome(died_on=died_on.isoformat())
    if employment.agreed_on is None or (employment.last_on is not None and employment.last_on <= died_on):
        raise NotRunning(employment_id=employment.employment_id, state=employment.state_on(on))
    alive = replace(employment, last_on=None, ended_by=None, ended_on=None, worked_out_until=None, pays_out=True)
    ended, events = end(alive, died_on, EmploymentEndedBecause.DEATH, on=died_on)
    return (replace(ended, worked_out_until=employment.worked_out_until, ended_on=on),
            [replace(one, ended_on=on) for one in events])


def _assert_may_end(employment: OpenEndedEmployment, last_on: date, *, on: date) -> None:
    if not employment.is_running():
        raise NotRunning(employment_id=employment.employment_id, state=employment.state_on(on))
    begun = employment.starts_on <= on
    first = max([employment.worked_out_until or date.min, *([on] if begun else [])])
    if last_on < first:
        raise EndBeforeThat(first=first.isoformat())


def _assert_state(terms: Terms, *needed: TermsState) -> None:
    if terms.state not in needed:
        raise TermsNotInState(from_on=terms.from_on.isoformat(), state=terms.state, needed=" or ".join(needed))
