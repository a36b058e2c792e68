"""The paper of a poll: what is asked, by which rules, on which roll, under which keys. It never changes."""

import json
from dataclasses import asdict, dataclass

from services.governance.assemblies.rules import DecisionKind
from services.governance.polls.rules.ballots import canonical, digest_of
from services.governance.polls.rules.decision import QuorumBase, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What the voter sees; its digest stands for all of it. Keys are in hexadecimal."""

    poll_id: str
    assembly_id: str
    resolution_id: str
    question: str
    choices: tuple[str, ...]
    most_choices: int
    rules: Rule
    roll_digest: str
    modulus: str
    exponent: int
    control_key: str

    @property
    def text(self) -> str:
        """The paper in its one spelling."""
        return canonical(asdict(self))

    @property
    def digest(self) -> str:
        """What is published when the poll opens."""
        return digest_of(asdict(self))


def paper_of(text: str) -> Paper:
    """A paper from its spelling."""
    found = json.loads(text)
    rules = found["rules"]
    kinds = {"decision": DecisionKind(rules["decision"]), "quorum_base": QuorumBase(rules["quorum_base"])}
    return Paper(**found | {"choices": tuple(found["choices"]), "rules": Rule(**rules | kinds)})
