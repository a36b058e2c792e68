"""The paper of a poll: question, instants, rules and keys. It stands in the convening and never changes."""

import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from services.governance.ballots.rules.ballots import Ballot, canonical, digest_of
from services.governance.ballots.rules.curve import is_signing_key
from services.governance.elections.rules.majority import DecisionKind, QuorumBase, Rule
from services.governance.polls.errors import CloserKeyUnsafe, ClosersTooFew, PollWindowEmpty, SealingUnsafe

DONE_WITHOUT = ("sealing", "closers", "repeats")  # what only some papers have
RENEWED = ("poll_id", "opens_at", "closes_at", "modulus", "control_key", "sealing", "repeats")  # on a repeated paper
LEAST_CLOSERS = 3  # of whom two end a poll: one may lose their key
LEAST_SCRUTINEERS = 2  # who open ballots together: one alone could do it before the close
AROUND_SEALED_BYTES = 32 + 16  # the ballot's own key before what is sealed, the tag behind it


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When a poll opens and when it closes, as instants with their offset."""

    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealing:
    """To whom ballots are sealed: a public key, and how many of its shares (each by its digest) open them."""

    key: str
    threshold: int
    shares: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What the voter sees; its digest stands for all of it. Keys are in hexadecimal, instants in ISO 8601.

    `modulus` and `exponent` sign credentials blindly, `control_key` signs opening and closing, `receipt_key` is the
    ballot box's own. `sealing` is none where ballots are not sealed. `closers` are the public keys of those of whom two
    must sign before the poll ends (none: their accounts are believed). `repeats` is the digest of the cancelled paper
    that this one puts again.
    """

    poll_id: str
    assembly_id: str
    resolution_id: str
    question: str
    choices: tuple[str, ...]
    most_choices: int
    rules: Rule
    opens_at: str
    closes_at: str
    modulus: str
    exponent: int
    control_key: str
    receipt_key: str
    sealing: Sealing | None = None
    closers: tuple[str, ...] = ()
    repeats: str = ""

    @classmethod
    def from_fields(cls, fields: Mapping[str, Any]) -> "Paper":
        """A paper as it is shown and published."""
        rules, sealing = fields["rules"], fields.get("sealing")
        kinds = {"decision": DecisionKind(rules["decision"]), "quorum_base": QuorumBase(rules["quorum_base"])}
        shared = Sealing(**{**sealing, "shares": tuple(sealing["shares"])}) if sealing else None
        return cls(**{**fields, "choices": tuple(fields["choices"]), "rules": Rule(**{**rules, **kinds}),
                      "sealing": shared, "closers": tuple(fields.get("closers", ()))})

    @property
    def fields(self) -> dict[str, Any]:
        """The paper as it is shown and published; what it does without (sealing, closers, repeats) is no field."""
        named = {**asdict(self), "rules": self.rules.fields}
        return {name: value for name, value in named.items() if name not in DONE_WITHOUT or value}

    @property
    def text(self) -> str:
        """The paper in its one spelling."""
        return canonical(self.fields)

    @property
    def digest(self) -> str:
        """What stands in the convening."""
        return digest_of(self.fields)

    @property
    def room(self) -> int:
        """How many bytes the longest choices take, so that every sealed ballot is as long."""
        longest = sorted(self.choices, key=lambda choice: len(canonical(choice).encode()))[-self.most_choices:]
        return len(canonical(longest).encode())

    def offers(self, chosen: Sequence[str]) -> bool:
        """Whether these may be chosen: each once, each from the paper, not more than it allows, at least one."""
        return 1 <= len(set(chosen)) == len(chosen) <= self.most_choices and set(chosen) <= set(self.choices)

    def fits(self, ballot: Ballot) -> bool:
        """Whether a ballot is filled in as the paper asks; of a sealed one only its length can be seen."""
        if self.sealing:
            return not ballot.choices and len(ballot.sealed) == 2 * (self.room + AROUND_SEALED_BYTES)
        return not ballot.sealed and self.offers(ballot.choices)


@lru_cache(maxsize=64)
def paper_of(text: str) -> Paper:
    """A paper from its spelling."""
    return Paper.from_fields(json.loads(text))


def is_put_again(cancelled: Sequence[Paper], paper: Paper) -> bool:
    """Whether a paper follows from the first of the cancelled ones, each put again unchanged by the next.

    Only its id, its hours and its keys may be others: question, choices, rule and closers stay.
    """
    chain = [*cancelled, paper]
    return not chain[0].repeats and all(
        after.repeats == before.digest and _lasting(after) == _lasting(before)
        for before, after in itertools.pairwise(chain))


def _lasting(paper: Paper) -> dict[str, Any]:
    return {name: value for name, value in asdict(paper).items() if name not in RENEWED}


def assert_sealed_well(sealing: Sealing | None) -> None:
    """Refuse a sealing that one scrutineer could open alone, or that all of them together could not."""
    if sealing and not LEAST_SCRUTINEERS <= sealing.threshold <= len(set(sealing.shares)):
        raise SealingUnsafe(threshold=sealing.threshold, shares=len(set(sealing.shares)))


def assert_two_can_close(closers: Sequence[str]) -> None:
    """Refuse closers of whom the loss of one key would leave a poll open for ever, or for whose key all can sign."""
    if closers and len(set(closers)) < LEAST_CLOSERS:
        raise ClosersTooFew(closers=len(set(closers)), least=LEAST_CLOSERS)
    for key in closers:
        if not is_signing_key(bytes.fromhex(key)):
            raise CloserKeyUnsafe(key=key)


def assert_open_for_some_time(window: Window) -> None:
    """Refuse a poll that would close before it opens."""
    if window.closes_at <= window.opens_at:
        raise PollWindowEmpty(opens_at=window.opens_at.isoformat(), closes_at=window.closes_at.isoformat())
