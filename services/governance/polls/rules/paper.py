"""The paper of a poll: question, instants, rules and keys. It stands in the convening and never changes."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from services.governance.ballots.rules.ballots import canonical, digest_of
from services.governance.polls.errors import PollWindowEmpty
from services.governance.polls.rules.decision import DecisionKind, QuorumBase, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When a poll opens and when it closes, as instants with their offset."""

    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What the voter sees; its digest stands for all of it. Keys are in hexadecimal, instants in ISO 8601.

    `modulus` and `exponent` sign credentials blindly, `control_key` signs opening and closing, `receipt_key` is the
    ballot box's own.
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

    @property
    def text(self) -> str:
        """The paper in its one spelling."""
        return canonical(asdict(self))

    @property
    def digest(self) -> str:
        """What stands in the convening."""
        return digest_of(asdict(self))


def paper_of(text: str) -> Paper:
    """A paper from its spelling."""
    found = json.loads(text)
    rules = found["rules"]
    kinds = {"decision": DecisionKind(rules["decision"]), "quorum_base": QuorumBase(rules["quorum_base"])}
    return Paper(**found | {"choices": tuple(found["choices"]), "rules": Rule(**rules | kinds)})


def assert_open_for_some_time(window: Window) -> None:
    """Refuse a poll that would close before it opens."""
    if window.closes_at <= window.opens_at:
        raise PollWindowEmpty(opens_at=window.opens_at.isoformat(), closes_at=window.closes_at.isoformat())
