"""Who sits on the board on a day: mandates with their term, and what ended them. Every day can be asked for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.governance.directors.errors import ResignedBefore
from services.governance.directors.rules.motions import Motion, Person, question_of, questions_of
from services.governance.directors.rules.statute import BoardStatute, Seat
from services.governance.events import MandateEndReason as EndReason


class Origin(StrEnum):
    """How a director came to sit."""

    ELECTED = "elected"
    CO_OPTED = "co_opted"


class Verdict(StrEnum):
    """What an assembly said to a question about the board."""

    YES = "yes"
    NO = "no"
    OPEN = "open"


VERDICTS = {None: Verdict.OPEN, True: Verdict.YES, False: Verdict.NO}  # by whether an item was adopted


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """A seat given to a person from a day on, at the latest to the end of `renewed_in`.

    `resigned_on` is the first day on which they do not sit any more, by their own will.
    """

    mandate_id: str
    seat: Seat
    person: Person
    starts_on: date
    renewed_in: int
    origin: Origin
    resigned_on: date | None = None

    @property
    def latest(self) -> date:
        """The first day on which the mandate is over whatever happens."""
        return date(self.renewed_in + 1, 1, 1)

    def question(self, motion: Motion, language: str) -> str:
        """What the agenda asks about it, in one language."""
        return question_of(motion, self.person, college=self.seat.college, about=self.mandate_id, language=language)

    def asked(self, motion: Motion) -> list[str]:
        """The questions with which an assembly decides of this mandate."""
        return questions_of(motion, self.person, college=self.seat.college, about=self.mandate_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """What assemblies said of the board: their days in order, each verdict by day and question, days of elections."""

    days: Sequence[date]
    verdicts: Mapping[tuple[date, str], Verdict]
    elections: Collection[date]

    def verdict(self, day: date, questions: Sequence[str]) -> Verdict | None:
        """What was said on a day to one of these questions: nothing where none of them was put."""
        found = {self.verdicts.get((day, question)) for question in questions}
        return next((one for one in (Verdict.YES, Verdict.OPEN, Verdict.NO) if one in found), None)

    def is_open_on(self, day: date) -> bool:
        """Whether an assembly of this day has not said yet what it was asked."""
        return any(verdict == Verdict.OPEN for (asked_on, _), verdict in self.verdicts.items() if asked_on == day)

    def waits_for(self, mandate: Mandate, *, on: date) -> bool:
        """Whether a co-optation still waits for its confirmation on a day."""
        confirming = mandate.asked(Motion.CONFIRM)
        return mandate.origin == Origin.CO_OPTED and not any(
            self.verdict(day, confirming) == Verdict.YES for day in self.days if day <= on)


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """The first day on which somebody does not sit any more, and why."""

    on: date
    reason: EndReason


def end_of(mandate: Mandate, deciding: Deciding) -> End:
    """When a mandate ends, by what is known: the first of term, resignation, dismissal, a co-optation not confirmed."""
    ends = [End(on=mandate.latest, reason=EndReason.TERM)]
    ends += [End(on=day, reason=EndReason.TERM) for day in deciding.elections
             if day.year == mandate.renewed_in and day > mandate.starts_on]
    if mandate.resigned_on:
        ends.append(End(on=mandate.resigned_on, reason=EndReason.RESIGNED))
    dismissing = mandate.asked(Motion.DISMISS)
    ends += [End(on=day, reason=EndReason.DISMISSED) for day in deciding.days
             if day >= mandate.starts_on and deciding.verdict(day, dismissing) == Verdict.YES]
    if mandate.origin == Origin.CO_OPTED and (day := _refused_on(mandate, deciding)):
        ends.append(End(on=day, reason=EndReason.NOT_CONFIRMED))
    return min(ends, key=lambda end: end.on)


def _refused_on(mandate: Mandate, deciding: Deciding) -> date | None:
    """The day of the next assembly that did not confirm a co-optation; one whose vote is still open is waited for."""
    confirming = mandate.asked(Motion.CONFIRM)
    for day in deciding.days:
        if day > mandate.starts_on:
            verdict = deciding.verdict(day, confirming)
            if verdict == Verdict.YES:
                return None
            if verdict != Verdict.OPEN:
                return day
    return None


def is_in_the_way(mandate: Mandate, others: Sequence[Mandate], deciding: Deciding) -> bool:
    """Whether on some day of a mandate another holds its seat, or its person another seat."""
    end = end_of(mandate, deciding).on
    return any(one.starts_on < end and mandate.starts_on < end_of(one, deciding).on for one in others
               if one.seat == mandate.seat or one.person.member_id == mandate.person.member_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Director:
    """A seat on a day and who holds it until when (`end`: as known); nobody: the seat is vacant.

    `to_confirm` says that a co-optation waits for the assembly.
    """

    seat: Seat
    mandate: Mandate | None = None
    end: End | None = None
    to_confirm: bool = False


def board_on(
    statute: BoardStatute, mandates: Sequence[Mandate], deciding: Deciding, *, on: date,
) -> list[Director]:
    """Every seat of the statutes, and of what was given before they changed, with who sits there on a day."""
    sitting = {mandate.seat: (mandate, end) for mandate in mandates
               if mandate.starts_on <= on < (end := end_of(mandate, deciding)).on}
    seats = dict.fromkeys([*statute.seats, *sorted(seat for seat in sitting)])
    return [Director(seat=seat, mandate=sitting[seat][0], end=sitting[seat][1],
                     to_confirm=deciding.waits_for(sitting[seat][0], on=on)) if seat in sitting
            else Director(seat=seat) for seat in seats]


def seated(board: Sequence[Director]) -> list[Mandate]:
    """The mandates of those who sit."""
    return [one.mandate for one in board if one.mandate]


def resign(mandate: Mandate, end: End, *, from_on: date, on: date) -> date:
    """The day from which somebody sits no more by their own will: not in the past, not after their end."""
    if from_on < on or not mandate.starts_on <= from_on < end.on:
        raise ResignedBefore(mandate_id=mandate.mandate_id, on=from_on)
    return from_on
