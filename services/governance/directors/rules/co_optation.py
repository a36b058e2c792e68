"""Whom the board takes in itself on a vacant seat, until the next assembly."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.governance.directors.errors import NotInOffice, SeatTaken
from services.governance.directors.rules.mandates import Director, seated
from services.governance.directors.rules.motions import Person
from services.governance.directors.rules.statute import BoardStatute, Seat


@dataclass(frozen=True, slots=True, kw_only=True)
class CoOptation:
    """Whom the board takes in on a vacant seat, until the next assembly."""

    seat: Seat
    person: Person
    traits: tuple[str, ...] = ()

    @classmethod
    def from_asked(cls, asked: Mapping[str, Any]) -> "CoOptation":
        """A co-optation from what was asked or is kept of it."""
        return cls(
            seat=Seat(college=asked["college"], number=asked["number"]), traits=tuple(asked["traits"]),
            person=Person(member_id=asked["member_id"], name=asked["name"], representative=asked["representative"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """The board as it meets on a day: the mandates in office, how many of them decide, the seats without a holder."""

    on: date
    in_office: frozenset[str]
    members: frozenset[str]
    needed: int
    vacant: Sequence[Seat]

    def assert_in_office(self, mandates: Iterable[str]) -> None:
        """Refuse who does not sit on this day."""
        for mandate_id in mandates:
            if mandate_id not in self.in_office:
                raise NotInOffice(mandate_id=mandate_id, on=self.on)

    def assert_all_free(self, taken: Sequence[CoOptation]) -> None:
        """Refuse a co-optation on a seat that is taken, unknown or reserved, or of somebody who sits already.

        What one meeting gives, it does not give again.
        """
        vacant, members = {seat: seat for seat in self.vacant}, set(self.members)
        for one in taken:
            seat = vacant.pop(one.seat, None)
            if seat is None or one.person.member_id in members \
                    or not seat.is_for(one.person.traits | set(one.traits)):
                raise SeatTaken(college=one.seat.college, number=one.seat.number, on=self.on)
            members.add(one.person.member_id)


def sitting(board: Sequence[Director], statute: BoardStatute, *, on: date) -> Sitting:
    """The board of a day as it meets."""
    there = seated(board)
    return Sitting(on=on, in_office=frozenset(one.mandate_id for one in there), needed=statute.needed(len(there)),
                   members=frozenset(one.person.member_id for one in there),
                   vacant=[one.seat for one in board if one.mandate is None])
