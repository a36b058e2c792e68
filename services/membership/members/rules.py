"""Members as the rules see them: no personal data."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.membership.members.errors import NotMember

LANGUAGES = ("de", "en", "fr", "nl")


class MemberState(StrEnum):
    """Where somebody stands."""

    CANDIDATE = "candidate"
    MEMBER = "member"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member or candidate. shares: those that they hold today."""

    id: str
    language: str
    founder: bool
    accepted_on: date
    admitted_on: date | None
    left_on: date | None
    left_reason: str
    shares: int
    share_holds_until: date | None = None
    share_class: str = ""

    def is_member_on(self, day: date) -> bool:
        """Admitted, and not gone."""
        return self.admitted_on is not None and self.admitted_on <= day and (self.left_on is None or day < self.left_on)

    @property
    def state(self) -> MemberState:
        """The state in one word."""
        if self.left_on:
            return MemberState.LEFT
        return MemberState.MEMBER if self.admitted_on else MemberState.CANDIDATE


def assert_member(member: Member, *, on: date) -> Member:
    """The member, if they are one on that day."""
    if not member.is_member_on(on):
        raise NotMember(member_id=member.id, day=on.isoformat())
    return member


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How to reach somebody. Without an e-mail address everything goes by post (art. 2:32)."""

    email: str
    phone: str
    language: str
