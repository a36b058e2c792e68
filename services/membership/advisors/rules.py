"""Advisors: who gets the next member, who may cover."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from services.membership.advisors.errors import AdvisorNotActive, CoverAbsent
from services.membership.sessions.rules import assert_in_order


class AssignmentReason(StrEnum):
    """Why somebody begins to accompany a member (a person who moves one gives a reason of their own)."""

    ADMITTED = "admitted"
    SWEEP = "sweep"
    ADVISOR_LEFT = "advisor_left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """What an advisor offers. working_share: 1 is full time."""

    languages: tuple[str, ...]
    cities: tuple[str, ...]
    specialities: tuple[str, ...]
    working_share: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Advisor:
    """An advisor with how many members they accompany."""

    id: str
    offers: Offers
    members: int

    def load(self) -> Fraction:
        """Members per full-time post."""
        return Fraction(self.members) / Fraction(self.offers.working_share)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """An advisor's time in the cooperative. number: what the database keeps absences apart by."""

    id: str
    number: int
    name: str
    active_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What matters when a member gets an advisor."""

    member_id: str
    language: str
    city: str
    activity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How members are spread. members_per_advisor: per full post; specialist_lead: so many more who knows the field."""

    members_per_advisor: int
    specialist_lead: int


def choose_advisor(advisors: Iterable[Advisor], profile: Profile, spread: Spread) -> Advisor | None:
    """Who gets a new member: one who speaks the language, has room, is near, and has the lightest load.

    Who knows the field comes first among them until they lead the lightest by what the spread allows: then balance
    counts. Each wish gives way to the one before it; the language never gives way. The same question has one answer.
    """
    fitting: dict[tuple[bool, bool], list[Advisor]] = {}
    for advisor in advisors:
        if profile.language in advisor.offers.languages:
            fits = advisor.load() >= spread.members_per_advisor, profile.city not in advisor.offers.cities
            fitting.setdefault(fits, []).append(advisor)
    if not fitting:
        return None
    near = fitting[min(fitting)]
    most = min(advisor.load() for advisor in near) + spread.specialist_lead
    return min(near, key=lambda advisor: (
        profile.activity not in advisor.offers.specialities or advisor.load() >= most, advisor.load(), advisor.id))


def share_out(
    advisors: Iterable[Advisor], profiles: Iterable[Profile], spread: Spread,
) -> list[tuple[Profile, Advisor]]:
    """Who gets each of several members, one after the other, each counted before the next; who fits nobody is left."""
    here = {advisor.id: advisor for advisor in advisors}
    given: list[tuple[Profile, Advisor]] = []
    for profile in profiles:
        chosen = choose_advisor(here.values(), profile, spread)
        if chosen:
            here[chosen.id] = replace(chosen, members=chosen.members + 1)
            given.append((profile, chosen))
    return given


def assert_active(advisor_id: str, advisors: Iterable[Advisor], *, on: date) -> None:
    """Members go to advisors who work here."""
    if advisor_id not in {advisor.id for advisor in advisors}:
        raise AdvisorNotActive(advisor_id=advisor_id, day=on.isoformat())


def assert_can_cover(cover: Post, advisor_id: str, *, from_on: date, until_on: date, is_absent: bool) -> None:
    """Who covers is somebody else, and there all the time."""
    assert_in_order(from_on, until_on)
    gone = cover.active_until is not None and cover.active_until < until_on
    if cover.id == advisor_id or gone or is_absent:
        raise CoverAbsent(cover_id=cover.id, from_on=from_on.isoformat())
