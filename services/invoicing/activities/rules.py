"""Members, as membership names them, and their activities."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from services.invoicing.activities.errors import ActivityClosed, NotAdmitted, NotTakingPart, ShareNeeded


@dataclass(frozen=True, kw_only=True)
class Member:
    """Somebody who may work through the cooperative, from their admission until the day they leave."""

    member_id: str
    admitted_on: date
    left_on: date | None = None

    def belongs_on(self, day: date) -> bool:
        """Whether they are an admitted member on a day."""
        return self.admitted_on <= day and (self.left_on is None or day < self.left_on)


@dataclass(frozen=True, kw_only=True)
class Holding:
    """The shares that membership told of: how many, and their last day (nothing: for ever, where there are any)."""

    holding: int
    holds_until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the shares let their member use the services on a day."""
        return self.holding > 0 and (self.holds_until is None or day <= self.holds_until)


@dataclass(frozen=True, kw_only=True)
class Activity:
    """What a member does under the shared number; the books keep an account for each."""

    activity_id: str
    member_id: str
    name: str
    opened_on: date
    closed_on: date | None = None


def assert_admitted(member: Member | None, *, member_id: str, today: date) -> None:
    """Refuse whoever is not an admitted member today."""
    if member is None or not member.belongs_on(today):
        raise NotAdmitted(member_id=member_id, day=today.isoformat())


def assert_open(activity: Activity, *, today: date) -> None:
    """A closed activity takes no new order."""
    if activity.closed_on is not None and activity.closed_on <= today:
        raise ActivityClosed(activity_id=activity.activity_id)


def assert_takes_part(activity: Activity, member_id: str, participants: Collection[str]) -> None:
    """Who works in an activity is its administrator, or one of those who take part today."""
    if member_id != activity.member_id and member_id not in participants:
        raise NotTakingPart(activity_id=activity.activity_id, member_id=member_id)


def assert_share_holds(holding: Holding | None, *, member_id: str, today: date) -> None:
    """New money enters while the member's share holds. Of whom membership told nothing, only admission is judged."""
    if holding is not None and not holding.holds_on(today):
        raise ShareNeeded(member_id=member_id, day=today.isoformat())
