"""What governance publishes: one class per event, its shape derived from it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from shared.fields import Hex, Id

AssemblyId = Annotated[str, Id("asm")]
ResolutionId = Annotated[str, Id("rsl")]
PollId = Annotated[str, Id("pol")]
MandateId = Annotated[str, Id("mdt")]
MemberId = Annotated[str, Id("mbr")]
Digest = Annotated[str, Hex(32)]


class RejectionReason(StrEnum):
    """The first rule that a rejected resolution did not meet."""

    QUORUM_NOT_REACHED = "quorum_not_reached"
    NO_VOTES_CAST = "no_votes_cast"
    MAJORITY_NOT_REACHED = "majority_not_reached"


class MandateEndReason(StrEnum):
    """Why somebody sits on the board no more."""

    TERM = "term"
    RESIGNED = "resigned"
    DISMISSED = "dismissed"
    NOT_CONFIRMED = "not_confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class AssemblyConvened:
    """An assembly was called."""

    AGGREGATE: ClassVar[str] = "assembly_id"
    assembly_id: AssemblyId
    convened_on: date
    held_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RollFrozen:
    """Who may vote at an assembly is fixed; the digest stands for the whole roll."""

    AGGREGATE: ClassVar[str] = "assembly_id"
    assembly_id: AssemblyId
    record_on: date
    members: int
    shares: int
    digest: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class PollOpened:
    """The ballot box holds the paper; credentials are issued from now on."""

    AGGREGATE: ClassVar[str] = "poll_id"
    poll_id: PollId
    assembly_id: AssemblyId
    resolution_id: ResolutionId
    opened_on: date
    digest: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class PollClosed:
    """The board is published and verifies: so many credentials were issued, so many voted."""

    AGGREGATE: ClassVar[str] = "poll_id"
    poll_id: PollId
    assembly_id: AssemblyId
    resolution_id: ResolutionId
    closed_on: date
    credentials: int
    counted: int
    root: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionAdopted:
    """The assembly said yes."""

    AGGREGATE: ClassVar[str] = "poll_id"
    poll_id: PollId
    assembly_id: AssemblyId
    resolution_id: ResolutionId
    votes_for: int
    votes_against: int
    abstentions: int
    decided_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionRejected:
    """The assembly did not say yes; `reason` is the rule that was not met."""

    AGGREGATE: ClassVar[str] = "poll_id"
    poll_id: PollId
    assembly_id: AssemblyId
    resolution_id: ResolutionId
    votes_for: int
    votes_against: int
    abstentions: int
    reason: RejectionReason
    decided_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardElected:
    """An election of the board is declared: how many were elected, and how many seats are vacant after it."""

    AGGREGATE: ClassVar[str] = "assembly_id"
    assembly_id: AssemblyId
    elected_on: date
    elected: int
    vacant: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateGiven:
    """A member sits on the board from a day on, at the latest until (and without) another."""

    AGGREGATE: ClassVar[str] = "mandate_id"
    mandate_id: MandateId
    member_id: MemberId
    starts_on: date
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateEnded:
    """A member sits on the board no more from this day on, which is earlier than was said when it was given."""

    AGGREGATE: ClassVar[str] = "mandate_id"
    mandate_id: MandateId
    member_id: MemberId
    ended_on: date
    reason: MandateEndReason


PUBLISHED = (AssemblyConvened, RollFrozen, PollOpened, PollClosed, ResolutionAdopted, ResolutionRejected, BoardElected,
             MandateGiven, MandateEnded)
