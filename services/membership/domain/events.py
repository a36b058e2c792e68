"""What membership says. Ids, days, figures; never names, numbers of persons or accounts."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from shared.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberAdmitted:
    """The first share was paid: the candidate is a member from the payment day on."""

    AGGREGATE: ClassVar[str] = "member_id"
    member_id: str
    admitted_on: date
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareCalled:
    """Shares were called; they exist from the day on which the call is paid whole."""

    AGGREGATE: ClassVar[str] = "member_id"
    member_id: str
    call_id: str
    shares: int
    amount: Money
    structured_communication: str
    reason: str
    year: int
    called_on: date
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareCallWithdrawn:
    """A call on which nothing was paid does not stand any more."""

    AGGREGATE: ClassVar[str] = "member_id"
    member_id: str
    call_id: str
    reason: str
    withdrawn_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SharePaid:
    """A call was paid whole: its shares exist. holding = the member's shares after it."""

    AGGREGATE: ClassVar[str] = "member_id"
    member_id: str
    call_id: str
    shares: int
    amount: Money
    paid_on: date
    holding: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SharesRedeemed:
    """Shares ended (a leaver's, or those whose payment was taken back). amount = paid in on them."""

    AGGREGATE: ClassVar[str] = "member_id"
    member_id: str
    shares: int
    amount: Money
    effective_on: date
    holding: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SharesTransferred:
    """Shares passed from one member to another; said of both. shares is negative for the one who gives."""

    AGGREGATE: ClassVar[str] = "member_id"
    member_id: str
    transfer_id: str
    shares: int
    effective_on: date
    holding: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingChanged:
    """The member's right to vote changed; suspended shares are left out of the quorum (art. 6:41, 6:78)."""

    AGGREGATE: ClassVar[str] = "member_id"
    member_id: str
    voting: bool
    suspended_shares: int
    reason: str
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLeft:
    """Somebody is no longer a member from this day on."""

    AGGREGATE: ClassVar[str] = "member_id"
    member_id: str
    left_on: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureRequested:
    """A person asks that what the law does not want kept be removed."""

    AGGREGATE: ClassVar[str] = "member_id"
    member_id: str
    requested_on: date
