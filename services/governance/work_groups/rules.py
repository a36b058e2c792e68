"""A work group from its mandate to the report that the next assembly sees; the lot that anybody draws again."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.governance.work_groups.errors import CallOver, CallStillOpen, SeedWrong, StratumUnknown, TermOver


class AnswerStatus(StrEnum):
    """What the board says became of a recommendation."""

    DONE = "done"
    IN_PROGRESS = "in_progress"
    NOT_DONE = "not_done"
    REJECTED = "rejected"
    POSTPONED = "postponed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """A part of the volunteers (users, team, partners ...) and how many of the group come from it."""

    name: str
    seats: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Volunteer:
    """A member who would work in a group, and in which stratum."""

    member_id: str
    stratum: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkGroup:
    """A work group: its mandate, its term, and `seed_digest`, published before anybody volunteers.

    `seed` is empty until the members are drawn.
    """

    group_id: str
    resolution_id: str
    title: str
    deliverable: str
    ends_on: date
    answer_days: int
    seed_digest: str
    strata: Sequence[Stratum]
    seed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """What a group recommends, until when the board answers, and its last answer (none yet: empty status)."""

    recommendation_id: str
    place: int
    theme: str
    words: str
    answer_due_on: date
    status: AnswerStatus | None
    answer: str
    answered_on: date | None

    def in_time(self, *, on: date) -> bool:
        """Whether the board answered within the time of the mandate, or still can."""
        return (self.answered_on or on) <= self.answer_due_on


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeRate:
    """Of the recommendations of a theme: how many there are, how many are answered, how many done."""

    theme: str
    made: int
    answered: int
    done: int


def assert_may_volunteer(group: WorkGroup, stratum: str) -> None:
    """Refuse who comes after the lot, or in a stratum that the call does not know."""
    if group.seed:
        raise CallOver(group_id=group.group_id)
    if stratum not in {one.name for one in group.strata}:
        known = ", ".join(one.name for one in group.strata)
        raise StratumUnknown(group_id=group.group_id, stratum=stratum, known=known)


def draw(group: WorkGroup, volunteers: Sequence[Volunteer], *, seed: str) -> list[Volunteer]:
    """The members by lot, stratum by stratum: those whose tickets are lowest. Seats without volunteers stay vacant.

    A ticket is SHA-256 of `sharedco/lot/2/GROUP/SEED/MEMBER`: with the volunteers and the seed anybody draws it again.
    """
    if group.seed:
        raise CallOver(group_id=group.group_id)
    if digest_of_seed(seed) != group.seed_digest:
        raise SeedWrong(group_id=group.group_id)
    return redraw(group.group_id, group.strata, volunteers, seed=seed)


def redraw(
    group_id: str, strata: Sequence[Stratum], volunteers: Sequence[Volunteer], *, seed: str,
) -> list[Volunteer]:
    """What the lot gives, for whoever wants to see it again."""
    def ticket(volunteer: Volunteer) -> str:
        return hashlib.sha256(f"sharedco/lot/2/{group_id}/{seed}/{volunteer.member_id}".encode()).hexdigest()

    return [drawn for stratum in strata
            for drawn in sorted((one for one in volunteers if one.stratum == stratum.name), key=ticket)[:stratum.seats]]


def digest_of_seed(seed: str) -> str:
    """What is published of a seed with the call."""
    return hashlib.sha256(f"sharedco/seed/1/{seed}".encode()).hexdigest()


def assert_at_work(group: WorkGroup, *, on: date) -> None:
    """Refuse what only a drawn group does, within its term."""
    if not group.seed:
        raise CallStillOpen(group_id=group.group_id)
    if on > group.ends_on:
        raise TermOver(group_id=group.group_id, ends_on=group.ends_on)


def rates(recommendations: Sequence[Recommendation]) -> list[ThemeRate]:
    """How far the recommendations of each theme are, in the order of themes."""
    themes: Mapping[str, list[Recommendation]] = {
        theme: [one for one in recommendations if one.theme == theme]
        for theme in sorted({one.theme for one in recommendations})}
    return [ThemeRate(theme=theme, made=len(made), answered=sum(one.status is not None for one in made),
                      done=sum(one.status == AnswerStatus.DONE for one in made)) for theme, made in themes.items()]
