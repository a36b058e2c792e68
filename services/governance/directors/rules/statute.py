"""What the statutes say of the board: seats by college, how long a mandate lasts, how many decide."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class College:
    """A part of the members and its seats; the last `reserved` of them are for who has the trait `reserved_for`."""

    name: str
    seats: int
    reserved: int = 0
    reserved_for: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Seat:
    """A seat of a college by its number, which is what it is; empty `reserved_for`: anybody of the college may sit."""

    college: str
    number: int
    reserved_for: str = field(default="", compare=False)

    def is_for(self, traits: Collection[str]) -> bool:
        """Whether somebody with these traits may sit there."""
        return not self.reserved_for or self.reserved_for in traits


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardStatute:
    """The statutes on the board. Each seat is renewed every `term_years`, so that a part of them is every year.

    Seat n of a college is renewed in `first_renewal` + n - 1 and every `term_years` after it. At least `least`
    directors sit; a meeting decides when `quorum_numerator` of `quorum_denominator` of those in office are there.
    A call for candidacies is open for at least `call_days`.
    """

    colleges: Sequence[College]
    term_years: int
    first_renewal: int
    least: int
    quorum_numerator: int
    quorum_denominator: int
    call_days: int

    @property
    def seats(self) -> Iterator[Seat]:
        """Every seat, in the order of the statutes."""
        for college in self.colleges:
            for number in range(1, college.seats + 1):
                kept = number > college.seats - college.reserved
                yield Seat(college=college.name, number=number, reserved_for=college.reserved_for if kept else "")

    def renewed_in(self, seat: Seat, *, year: int) -> int:
        """The first year from this one on in which a seat is renewed."""
        return year + (self.first_renewal + seat.number - 1 - year) % self.term_years

    def needed(self, seated: int) -> int:
        """The fewest directors with whom a meeting decides, at least one."""
        return max(1, -(-seated * self.quorum_numerator // self.quorum_denominator))
