"""Members, as far as invoicing knows them, and their activities."""

from datetime import date

from services.invoicing.activities.rules import Activity, Holding, Member
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def save_member(tx: Tx, member: Member) -> None:
    """A member was admitted; said again, nothing changes."""
    tx.run(Q.save_member, member_id=member.member_id, admitted_on=member.admitted_on)


def save_member_left(tx: Tx, *, member_id: str, left_on: date) -> None:
    """A member left."""
    tx.run(Q.save_member_left, member_id=member_id, left_on=left_on)


def find_member(tx: Tx, member_id: str) -> Member | None:
    """A member, if membership has told of them."""
    row = tx.one(Q.find_member, member_id=member_id)
    return Member(**row) if row else None


def add_activity(tx: Tx, activity: Activity) -> None:
    """Open an activity."""
    tx.run(Q.add_activity, activity_id=activity.activity_id, member_id=activity.member_id, name=activity.name,
           opened_on=activity.opened_on)


def save_participant(tx: Tx, *, activity_id: str, member_id: str) -> None:
    """Somebody takes part in an activity."""
    tx.run(Q.save_participant, activity_id=activity_id, member_id=member_id, on=tx.on)


def save_participant_left(tx: Tx, *, activity_id: str, member_id: str) -> bool:
    """Somebody takes no part any more; whether they did."""
    return tx.run(Q.save_participant_left, activity_id=activity_id, member_id=member_id, on=tx.on) == 1


def save_shares(tx: Tx, member_id: str, held: Holding) -> None:
    """What membership told last of a member's shares."""
    tx.run(Q.save_shares, member_id=member_id, holding=held.holding, holds_until=held.holds_until)


def find_shares(tx: Tx, member_id: str) -> Holding | None:
    """The shares of a member, if membership has told of any."""
    row = tx.one(Q.find_shares, member_id=member_id)
    return Holding(**row) if row else None
