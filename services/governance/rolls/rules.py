"""The roll: who may vote at an assembly, as of its record day. Frozen once, never edited."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from services.governance.polls.rules.decision import Presence


@dataclass(frozen=True, slots=True, kw_only=True)
class RollEntry:
    """One member on the roll. Suspended shares leave quorum and majority (CSA art. 6:41, 6:78)."""

    member_id: str
    shares: int
    suspended_shares: int
    voting: bool

    @property
    def voting_shares(self) -> int:
        """Shares that count for the quorum."""
        return self.shares - self.suspended_shares if self.voting else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """How many members and shares are on the roll, and how many of each count."""

    members: int
    voting_members: int
    shares: int
    voting_shares: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """How many shares a member holds from a day on."""

    effective_on: date
    shares: int


def holdings_after(known: Sequence[Holding], *, total: int, on: date) -> list[Holding]:
    """What changes in a member's line of holdings (one a day, in order) when his total becomes `total` from `on`.

    What is heard late happened before what is known of later days (a payment whose owner was found afterwards), so it
    changes those days, too. No day shows fewer than none.
    """
    change = total - (known[-1].shares if known else 0)
    before = max((holding for holding in known if holding.effective_on <= on), key=lambda holding: holding.effective_on,
                 default=Holding(effective_on=on, shares=0))
    later = [holding for holding in known if holding.effective_on > on]
    return [Holding(effective_on=day, shares=max(0, shares + change))
            for day, shares in [(on, before.shares), *((one.effective_on, one.shares) for one in later)]]


def totals_of(entries: Iterable[RollEntry]) -> Totals:
    """What the entries add up to."""
    entries = list(entries)
    return Totals(
        members=len(entries), voting_members=sum(entry.voting for entry in entries),
        shares=sum(entry.shares for entry in entries), voting_shares=sum(entry.voting_shares for entry in entries),
    )


def presence_of(base: str, present: Totals, entitled: Totals) -> Presence:
    """Presence in the unit that a rule's quorum counts."""
    if base == "shares":
        return Presence(present=present.voting_shares, entitled=entitled.voting_shares)
    return Presence(present=present.voting_members, entitled=entitled.voting_members)


def roll_digest(assembly_id: str, entries: Sequence[RollEntry]) -> str:
    """SHA-256 over the roll in one spelling: the assembly, then one line per member in the order of ids."""
    lines = [f"roll/1/{assembly_id}"]
    lines += [
        f"{entry.member_id} {entry.shares} {entry.suspended_shares} {'voting' if entry.voting else 'suspended'}"
        for entry in sorted(entries, key=lambda entry: entry.member_id)
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
