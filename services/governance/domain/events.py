"""What governance says happened."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class AssemblyConvened:
    """An assembly was called."""

    AGGREGATE: ClassVar[str] = "assembly_id"
    assembly_id: str
    convened_on: date
    held_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RollFrozen:
    """Who may vote at an assembly is fixed; the digest stands for the whole roll."""

    AGGREGATE: ClassVar[str] = "assembly_id"
    assembly_id: str
    record_on: date
    members: int
    shares: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PollOpened:
    """The ballot box holds the paper; credentials are issued from now on."""

    AGGREGATE: ClassVar[str] = "poll_id"
    poll_id: str
    assembly_id: str
    resolution_id: str
    opened_on: date
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PollClosed:
    """The board is published and verifies: so many credentials were issued, so many voted."""

    AGGREGATE: ClassVar[str] = "poll_id"
    poll_id: str
    assembly_id: str
    resolution_id: str
    closed_on: date
    credentials: int
    counted: int
    root: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionAdopted:
    """The assembly said yes."""

    AGGREGATE: ClassVar[str] = "poll_id"
    poll_id: str
    assembly_id: str
    resolution_id: str
    votes_for: int
    votes_against: int
    abstentions: int
    decided_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionRejected:
    """The assembly did not say yes; `reason` is the rule that was not met."""

    AGGREGATE: ClassVar[str] = "poll_id"
    poll_id: str
    assembly_id: str
    resolution_id: str
    votes_for: int
    votes_against: int
    abstentions: int
    reason: str
    decided_on: date
