"""Quorum and majority, in whole numbers: never a percentage, never a rounding."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from services.governance.events import RejectionReason
from services.governance.rolls.rules import Totals

FEW_VOTERS = 10  # so few ballots that whoever talked with some of the others knows the rest


class DecisionKind(StrEnum):
    """Which majority and which quorum a resolution needs."""

    ORDINARY = "ordinary"
    STATUTES = "statutes"
    OBJECT = "object"


class Choice(StrEnum):
    """What a paper offers when a resolution is put to the vote."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


class QuorumBase(StrEnum):
    """What a quorum counts."""

    MEMBERS = "members"
    SHARES = "shares"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a decision needs. The rule is printed on the ballot paper, so it is fixed before the poll opens.

    `college`: whose members alone vote and make the quorum (CSA art. 6:87); empty for all.
    """

    decision: DecisionKind
    majority_numerator: int
    majority_denominator: int
    more_than: bool
    quorum_base: QuorumBase
    quorum_numerator: int
    quorum_denominator: int
    college: str = ""

    @property
    def fields(self) -> dict[str, Any]:
        """The rule as it stands on a paper; one for all members names no college."""
        return {name: value for name, value in asdict(self).items() if name != "college" or value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """How much of the quorum's base is present or represented, of how much. Suspended shares are in neither."""

    present: int
    entitled: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Votes:
    """What was voted. An abstention is no vote cast."""

    votes_for: int
    votes_against: int
    abstentions: int

    @property
    def cast(self) -> int:
        """The base of every majority: votes for and against."""
        return self.votes_for + self.votes_against


class Secrecy(StrEnum):
    """What a result itself gives away of how each voted, whatever the ballots hide."""

    KEPT = "kept"
    FEW_VOTERS = "few_voters"
    UNANIMOUS = "unanimous"


def secrecy_of(votes: Votes, *, ballots: int) -> Secrecy:
    """Whether the bare count tells how somebody voted: all alike, or so few that each can work it out."""
    if ballots and max(votes.votes_for, votes.votes_against, votes.abstentions) == ballots:
        return Secrecy.UNANIMOUS
    return Secrecy.FEW_VOTERS if ballots < FEW_VOTERS else Secrecy.KEPT


def votes_of(tally: Mapping[str, int]) -> Votes:
    """The votes of a yes, no, abstain paper."""
    return Votes(votes_for=tally.get(Choice.YES, 0), votes_against=tally.get(Choice.NO, 0),
                 abstentions=tally.get(Choice.ABSTAIN, 0))


def presence_of(base: QuorumBase, present: Totals, entitled: Totals) -> Presence:
    """Presence in the unit that a rule's quorum counts."""
    if base == QuorumBase.SHARES:
        return Presence(present=present.voting_shares, entitled=entitled.voting_shares)
    return Presence(present=present.voting_members, entitled=entitled.voting_members)


def quorum_reached(rule: Rule, presence: Presence) -> bool:
    """Whether at least the fraction is there: exactly half reaches a quorum of one half (CSA art. 6:85)."""
    return rule.quorum_denominator * presence.present >= rule.quorum_numerator * presence.entitled


def majority_reached(rule: Rule, votes: Votes) -> bool:
    """Whether the votes for are the fraction of those cast, or more than it where the rule says so."""
    left, right = rule.majority_denominator * votes.votes_for, rule.majority_numerator * votes.cast
    return votes.cast > 0 and (left > right if rule.more_than else left >= right)


def needed_for(rule: Rule, cast: int) -> int:
    """The fewest votes for that reach the majority among so many votes cast; at least one."""
    exact, rest = divmod(rule.majority_numerator * cast, rule.majority_denominator)
    return max(1, exact + (1 if rest or rule.more_than else 0))


def why_rejected(rule: Rule, presence: Presence, votes: Votes) -> RejectionReason | None:
    """The first rule that was not met, or nothing when the resolution is adopted."""
    if not quorum_reached(rule, presence):
        return RejectionReason.QUORUM_NOT_REACHED
    if votes.cast == 0:
        return RejectionReason.NO_VOTES_CAST
    return None if majority_reached(rule, votes) else RejectionReason.MAJORITY_NOT_REACHED
