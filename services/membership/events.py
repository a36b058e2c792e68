"""What membership publishes. Ids, days, figures; never names, numbers of persons or accounts."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from shared.fields import Count, Id, MoneyField, Text
from shared.money import Money

MemberId = Annotated[str, Id("mbr")]
CallId = Annotated[str, Id("shc")]
TransferId = Annotated[str, Id("trf")]
Language = Annotated[str, Text(longest=5)]
ShareClass = Annotated[str, Text(shortest=0, longest=10)]
Communication = Annotated[str, Text(longest=35)]
Positive = Annotated[Money, MoneyField(positive=True)]
SomeShares = Annotated[int, Count(least=1)]
MovedShares = Annotated[int, Count(least=-(2**31))]


class CallReason(StrEnum):
    """Why shares are called."""

    FIRST = "first"
    YEARLY = "yearly"
    VOLUNTARY = "voluntary"


class WithdrawalReason(StrEnum):
    """Why a call does not stand any more."""

    ACTIVITY_CANCELLED = "activity_cancelled"
    MEMBER_LEFT = "member_left"
    WITHDRAWN_BY_DESK = "withdrawn_by_desk"
    STEPPED_BACK = "stepped_back"  # who asked for the shares does not want them any more
    LAPSED = "lapsed"  # nobody paid what nobody owes


class StandingReason(StrEnum):
    """Why a member votes or does not."""

    IN_ORDER = "in_order"
    SHARE_IN_ARREARS = "share_in_arrears"
    NO_SHARE = "no_share"
    EXCLUDED = "excluded"  # told of it, and a member until the day that the country gives to exclusions


class LeavingReason(StrEnum):
    """Why somebody is no longer a member."""

    RESIGNATION = "resignation"
    DEATH = "death"
    INCAPACITY = "incapacity"
    BANKRUPTCY = "bankruptcy"
    EXCLUSION = "exclusion"
    TRANSFER = "transfer"


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberAdmitted:
    """The first share was paid: the candidate is a member from the payment day on.

    share_class: of which their shares are, and so the college in which they vote, where there are several.
    """

    AGGREGATE: ClassVar[str] = "member_id"
    member_id: MemberId
    admitted_on: date
    language: Language
    share_class: ShareClass = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareCalled:
    """Shares were called; they exist from the day on which the call is paid whole."""

    AGGREGATE: ClassVar[str] = "member_id"
    member_id: MemberId
    call_id: CallId
    shares: SomeShares
    amount: Positive
    structured_communication: Communication
    reason: CallReason
    year: int
    called_on: date
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareCallWithdrawn:
    """A call on which nothing was paid does not stand any more."""

    AGGREGATE: ClassVar[str] = "member_id"
    member_id: MemberId
    call_id: CallId
    reason: WithdrawalReason
    withdrawn_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SharePaid:
    """A call was paid whole: its shares exist. holding = the member's shares after it.

    holds_until: the last day on which the member's paid shares let them use the services; nothing: for ever.
    """

    AGGREGATE: ClassVar[str] = "member_id"
    member_id: MemberId
    call_id: CallId
    shares: SomeShares
    amount: Positive
    paid_on: date
    holding: int
    holds_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharesRedeemed:
    """Shares ended (a leaver's, or those whose payment was taken back). amount = paid in on them.

    holds_until: the last day on which the shares that are left let the member use the services; nothing: no day is
    left, or, where holding is not 0, for ever.
    """

    AGGREGATE: ClassVar[str] = "member_id"
    member_id: MemberId
    shares: SomeShares
    amount: Money
    effective_on: date
    holding: int
    holds_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharesTransferred:
    """Shares passed from one member to another; published of both. shares is negative for the one who gives."""

    AGGREGATE: ClassVar[str] = "member_id"
    member_id: MemberId
    transfer_id: TransferId
    shares: MovedShares
    effective_on: date
    holding: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingChanged:
    """The member's right to vote changed; suspended shares are left out of the quorum (art. 6:41, 6:78)."""

    AGGREGATE: ClassVar[str] = "member_id"
    member_id: MemberId
    voting: bool
    suspended_shares: int
    reason: StandingReason
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLeft:
    """Somebody is no longer a member from this day on."""

    AGGREGATE: ClassVar[str] = "member_id"
    member_id: MemberId
    left_on: date
    reason: LeavingReason


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureRequested:
    """A person asks that what the law does not want kept be removed."""

    AGGREGATE: ClassVar[str] = "member_id"
    member_id: MemberId
    requested_on: date


PUBLISHED = (
    MemberAdmitted, ShareCalled, ShareCallWithdrawn, SharePaid, SharesRedeemed, SharesTransferred, StandingChanged,
    MemberLeft, ErasureRequested,
)
