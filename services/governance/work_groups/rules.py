"""A work group from its mandate to the report that the next assembly sees; the lot that anybody draws again."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from services.governance.work_groups.errors import (
    CallOver,
    CallStillOpen,
    ConsentMissing,
    DrawnTooEarly,
    GroupCallOutOfTime,
    MandateOtherwise,
    NotInTheGroup,
    NotNominated,
    ObjectionUnexplained,
    SeedWrong,
    StratumUnknown,
    TermOver,
    TooFewNamed,
)


class GroupKind(StrEnum):
    """What a group is: at work on one deliverable, or a committee that stays for its term."""

    WORK_GROUP = "work_group"
    COMMITTEE = "committee"


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

    `seed` is empty until the members are drawn. Volunteers come until (and with) `closes_on`, the lot comes after it
    (none: a group of the time before there was such a day).
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
    kind: str = GroupKind.WORK_GROUP
    closes_on: date | None = None


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
class Nomination:
    """Whom a member of a group would have as its facilitator, and why; nobody stands for it."""

    member_id: str
    nominee_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilitatorWord:
    """What a member says to a proposal: consent, or an objection with its reason."""

    member_id: str
    consents: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilitatorProposal:
    """Who is proposed as facilitator, the last word of each, and since when they are it (none: they are not)."""

    proposal_id: str
    nominee_id: str
    words: Sequence[FacilitatorWord]
    elected_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeRate:
    """Of the recommendations of a theme: how many there are, how many are answered, how many done."""

    theme: str
    made: int
    answered: int
    done: int


def assert_mandated(
    question: str, *, resolution_id: str, deliverable: str, ends_on: date, written: Collection[str],
) -> None:
    """Refuse another deliverable or term than the assembly voted on: both stand in its question, word by word.

    The last day stands there in figures (2027-06-30) or as it is `written` in a language that papers speak.
    """
    if deliverable not in question or not any(day in question for day in (ends_on.isoformat(), *written)):
        raise MandateOtherwise(resolution_id=resolution_id, deliverable=deliverable, ends_on=ends_on)


def assert_leaves_time(closes_on: date, *, called_on: date, call_days: int, ends_on: date) -> None:
    """Refuse a call that closes before members could read it, or after the term of the group."""
    first = called_on + timedelta(days=call_days)
    if not first <= closes_on < ends_on:
        raise GroupCallOutOfTime(closes_on=closes_on, first=first, last=ends_on - timedelta(days=1))


def assert_may_volunteer(group: WorkGroup, stratum: str, *, on: date) -> None:
    """Refuse who comes after the closing day or the lot, or in a stratum that the call does not know."""
    if group.seed or (group.closes_on and on > group.closes_on):
        raise CallOver(group_id=group.group_id)
    if stratum not in {one.name for one in group.strata}:
        known = ", ".join(one.name for one in group.strata)
        raise StratumUnknown(group_id=group.group_id, stratum=stratum, known=known)


def draw(group: WorkGroup, volunteers: Sequence[Volunteer], *, seed: str, on: date) -> list[Volunteer]:
    """The members by lot, stratum by stratum: those whose tickets are lowest. Seats without volunteers stay vacant.

    A ticket is SHA-256 of `sharedco/lot/2/GROUP/SEED/MEMBER`: with the volunteers and the seed anybody draws it again.
    """
    if group.seed:
        raise CallOver(group_id=group.group_id)
    if group.closes_on and on <= group.closes_on:
        raise DrawnTooEarly(group_id=group.group_id, closes_on=group.closes_on)
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


def assert_of_the_group(members: Sequence[Volunteer], *asked: str, group_id: str) -> None:
    """Refuse who was not drawn: only members of a group choose its facilitator, and one of themselves."""
    for one in asked:
        if one not in {member.member_id for member in members}:
            raise NotInTheGroup(member_id=one, group_id=group_id)


def assert_nominated(nominations: Sequence[Nomination], nominee_id: str) -> None:
    """Refuse to propose whom nobody named."""
    if nominee_id not in {one.nominee_id for one in nominations}:
        raise NotNominated(nominee_id=nominee_id)


def assert_explained(word: FacilitatorWord) -> None:
    """Refuse an objection without its reason: the group could not answer it."""
    if not word.consents and not word.reason:
        raise ObjectionUnexplained(member_id=word.member_id)


def assert_half_took_part(nominations: Sequence[Nomination], members: Sequence[Volunteer]) -> None:
    """Refuse an election by fewer than half of the group: one member and a board would choose for all.

    No law says how many; half is what the law asks where it asks for a quorum (CSA art. 6:85): a provisional choice.
    """
    if 2 * len(nominations) < len(members):
        raise TooFewNamed(took_part=len(nominations), members=len(members))


def assert_consent(nominations: Sequence[Nomination], proposal: FacilitatorProposal) -> None:
    """Refuse while an objection stands, or somebody who named anybody has not said a word to the proposal."""
    given = {word.member_id: word.consents for word in proposal.words}
    silent = {one.member_id for one in nominations} - set(given)
    if silent or not given or not all(given.values()):
        raise ConsentMissing(proposal_id=proposal.proposal_id, objections=sum(not one for one in given.values()),
                             silent=len(silent))


def facilitator_of(proposals: Sequence[FacilitatorProposal]) -> str:
    """Who was elected last; nobody yet: empty."""
    return next((one.nominee_id for one in reversed(proposals) if one.elected_on), "")
