"""Quorum and majority, in whole numbers: never a percentage, never a rounding."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

QUORUM_NOT_REACHED = "quorum_not_reached"
NO_VOTES_CAST = "no_votes_cast"
MAJORITY_NOT_REACHED = "majority_not_reached"

YES, NO, ABSTAIN = "yes", "no", "abstain"
CHOICES = (YES, NO, ABSTAIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a decision needs. The rule is printed on the ballot paper, so it is fixed before the poll opens."""

    decision: str
    majority_numerator: int
    majority_denominator: int
    more_than: bool
    quorum_base: Literal["members", "shares"]
    quorum_numerator: int
    quorum_denominator: int

    def as_dict(self) -> dict[str, Any]:
        """The rule as it stands on the paper."""
        return asdict(self)


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

    @classmethod
    def of_tally(cls, tally: Mapping[str, int]) -> "Votes":
        """The votes of a yes, no, abstain paper."""
        return cls(votes_for=tally[YES], votes_against=tally[NO], abstentions=tally[ABSTAIN])


def quorum_reached(rule: Rule, presence: Presence) -> bool:
    """Whether at least the fraction is there: exactly half reaches a quorum of one half (CSA art. 6:85)."""
    return rule.quorum_denominator * presence.present >= rule.quorum_numerator * presence.entitled


def majority_reached(rule: Rule, votes: Votes) -> bool:
    """Whether the votes for are the fraction of those cast, or more than it where the rule says so."""
    left, right = rule.majority_denominator * votes.votes_for, rule.majority_numerator * votes.cast
    return votes.cast > 0 and (left > right if rule.more_than else left >= right)


def why_rejected(rule: Rule, presence: Presence, votes: Votes) -> str:
    """The first rule that was not met, or nothing when the resolution is adopted."""
    if not quorum_reached(rule, presence):
        return QUORUM_NOT_REACHED
    if votes.cast == 0:
        return NO_VOTES_CAST
    return "" if majority_reached(rule, votes) else MAJORITY_NOT_REACHED
