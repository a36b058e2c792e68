"""The roll: who may vote at an assembly, as of its record day. Frozen once, never edited."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.governance.events import RollFrozen
from services.governance.rolls.errors import ControlTotalsDiffer, MembersDoubled, RollEmpty, SeenByNobody

COLLEGE = "[a-z0-9_]{1,40}"  # the name of a college: no blank in it, so that a roll has one spelling


class FactKind(StrEnum):
    """What a fact about a member says: belonging, holding shares, or the right to vote."""

    MEMBERSHIP = "membership"
    HOLDING = "holding"
    STANDING = "standing"


class Manner(StrEnum):
    """How a member takes part in an assembly."""

    IN_PERSON = "in_person"
    REMOTE = "remote"


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFact:
    """What is true of a member from a day on, and where it came from; it says one of the three kinds."""

    member_id: str
    effective_on: date
    source: str
    kind: FactKind
    is_member: bool | None = None
    shares: int | None = None
    voting: bool | None = None
    suspended_shares: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedMember:
    """One member of a register that is kept elsewhere."""

    member_id: str
    shares: int
    suspended_shares: int
    voting: bool

    def facts(self, *, as_of: date, source: str) -> list[MemberFact]:
        """What the register says of the member on its day."""
        return [
            MemberFact(kind=FactKind.MEMBERSHIP, member_id=self.member_id, effective_on=as_of, source=source,
                       is_member=True),
            MemberFact(kind=FactKind.HOLDING, member_id=self.member_id, effective_on=as_of, source=source,
                       shares=self.shares),
            MemberFact(kind=FactKind.STANDING, member_id=self.member_id, effective_on=as_of, source=source,
                       voting=self.voting, suspended_shares=self.suspended_shares),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class RollEntry:
    """One member on the roll. Suspended shares leave quorum and majority (CSA art. 6:41, 6:78).

    `voting_key` is the key that the member bound to themselves before the roll was frozen; empty where there is none.
    `college`: in which one the member votes where colleges vote apart; empty for none.
    """

    member_id: str
    shares: int
    suspended_shares: int
    voting: bool
    voting_key: str = ""
    college: str = ""

    @property
    def voting_shares(self) -> int:
        """Shares that count for the quorum."""
        return self.shares - self.suspended_shares if self.voting else 0

    @property
    def line(self) -> str:
        """The entry as it is hashed; one without a college has no word for it."""
        words = (self.member_id, str(self.shares), str(self.suspended_shares),
                 "voting" if self.voting else "suspended", self.voting_key or "-", self.college)
        return " ".join(words).rstrip()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedEntry(RollEntry):
    """A member on the roll and how they take part: empty for who does not."""

    attends: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """How many members and shares are on the roll, and how many of each count."""

    members: int
    voting_members: int
    shares: int
    voting_shares: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxPosition:
    """How many of membership's events were applied, and the last of them: what a roll rests upon."""

    events_applied: int = 0
    last_event: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenRoll(Totals):
    """A roll as it was frozen for an assembly, with the digest over its entries, and what was known by then."""

    assembly_id: str
    record_on: date
    frozen_on: date
    digest: str
    events_applied: int = 0
    last_event: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quorum:
    """How much of a roll is present or represented at this moment; suspended members and shares are in neither."""

    assembly_id: str
    members_present: int
    members_entitled: int
    shares_present: int
    shares_entitled: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """How many shares a member holds from a day on."""

    effective_on: date
    shares: int


def assert_each_once(members: Sequence[ImportedMember]) -> None:
    """Refuse a register that names a member twice."""
    doubled = [member for member, times in Counter(row.member_id for row in members).items() if times > 1]
    if doubled:
        raise MembersDoubled(count=len(doubled))


def assert_totals(shares: Sequence[int], *, total_members: int, total_shares: int) -> None:
    """Refuse a register that is not whole: so many members hold so many shares, by whoever sent it."""
    members = sum(count > 0 for count in shares)
    if (members, sum(shares)) != (total_members, total_shares):
        raise ControlTotalsDiffer(members=members, shares=sum(shares), total_members=total_members,
                                  total_shares=total_shares)


def assert_checked_in_by(actor: str, member_id: str, manner: Manner) -> None:
    """Refuse who says from home that they are in the room: somebody at the desk saw who came."""
    if manner == Manner.IN_PERSON and actor == member_id:
        raise SeenByNobody(member_id=member_id)


def holdings_after(known: Sequence[Holding], *, total: int, on: date) -> list[Holding]:
    """What changes in a member's holdings (one a day, in order) when their total becomes `total` from `on`.

    What is heard late happened before what is known of later days (a payment whose owner was found afterwards), so it
    changes those days, too. No day shows fewer than none.
    """
    change = total - (known[-1].shares if known else 0)
    before = max((holding for holding in known if holding.effective_on <= on), key=lambda holding: holding.effective_on,
                 default=Holding(effective_on=on, shares=0))
    later = [holding for holding in known if holding.effective_on > on]
    return [Holding(effective_on=day, shares=max(0, shares + change))
            for day, shares in [(on, before.shares), *((one.effective_on, one.shares) for one in later)]]


def freeze(
    entries: Sequence[RollEntry], *, assembly_id: str, record_on: date, frozen_on: date,
    known: InboxPosition = InboxPosition(),
) -> tuple[FrozenRoll, list[RollFrozen]]:
    """Fix who may vote at an assembly. Refuses a roll on which nobody may."""
    totals = totals_of(entries)
    if not totals.voting_members:
        raise RollEmpty(assembly_id=assembly_id, record_on=record_on)
    roll = FrozenRoll(
        assembly_id=assembly_id, record_on=record_on, frozen_on=frozen_on, digest=roll_digest(assembly_id, entries),
        members=totals.members, voting_members=totals.voting_members, shares=totals.shares,
        voting_shares=totals.voting_shares, events_applied=known.events_applied, last_event=known.last_event)
    return roll, [RollFrozen(assembly_id=assembly_id, record_on=record_on, members=roll.members, shares=roll.shares,
                             digest=roll.digest)]


def of_college(entries: Iterable[RollEntry], college: str) -> list[RollEntry]:
    """Who of these votes in a college (CSA art. 6:87); everybody where none votes apart."""
    return [entry for entry in entries if college in {"", entry.college}]


def totals_of(entries: Iterable[RollEntry]) -> Totals:
    """What the entries add up to."""
    entries = list(entries)
    return Totals(
        members=len(entries), voting_members=sum(entry.voting for entry in entries),
        shares=sum(entry.shares for entry in entries), voting_shares=sum(entry.voting_shares for entry in entries),
    )


def roll_digest(assembly_id: str, entries: Sequence[RollEntry]) -> str:
    """SHA-256 over the roll in one spelling: the assembly, then one line per member in the order of ids."""
    lines = [f"roll/2/{assembly_id}", *(entry.line for entry in sorted(entries, key=lambda entry: entry.member_id))]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
