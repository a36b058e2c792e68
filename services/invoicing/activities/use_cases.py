"""Members become known and leave, activities are opened."""

from collections.abc import Sequence
from datetime import date

from services.invoicing.activities import store
from services.invoicing.activities.errors import NotTakingPart
from services.invoicing.activities.reads import get_activity, list_participants
from services.invoicing.activities.rules import (
    Activity,
    Holding,
    Member,
    assert_admitted,
    assert_open,
    assert_share_holds,
    assert_takes_part,
)
from shared.identifiers import new_id
from shared.postgres import Tx


def admit(tx: Tx, member: Member) -> None:
    """Membership admitted somebody: they may open activities."""
    store.save_member(tx, member)


def let_go(tx: Tx, *, member_id: str, left_on: date) -> None:
    """Somebody left: no new activity and no new order from that day on."""
    store.save_member_left(tx, member_id=member_id, left_on=left_on)


def note_shares(tx: Tx, member_id: str, held: Holding) -> None:
    """Membership told of somebody's shares, and until when they hold."""
    store.save_shares(tx, member_id, held)


def note_moved_shares(tx: Tx, member_id: str, *, holding: int) -> None:
    """Membership told how many shares somebody holds after a transfer; no last day told: they hold for ever."""
    before = store.find_shares(tx, member_id)
    store.save_shares(tx, member_id, Holding(holding=holding, holds_until=before.holds_until if before else None))


def import_members(tx: Tx, *, members: Sequence[Member]) -> int:
    """Where membership is not deployed: the admitted members, and who left, as another register names them."""
    for member in members:
        store.save_member(tx, member)
        if member.left_on:
            store.save_member_left(tx, member_id=member.member_id, left_on=member.left_on)
    return len(members)


def open_activity(tx: Tx, *, member_id: str, name: str) -> Activity:
    """A member begins something of their own under the shared number."""
    assert_admitted(store.find_member(tx, member_id), member_id=member_id, today=tx.on)
    activity = Activity(activity_id=new_id("act"), member_id=member_id, name=name, opened_on=tx.on)
    store.add_activity(tx, activity)
    return activity


def add_participant(tx: Tx, *, activity_id: str, member_id: str) -> None:
    """Somebody works orders in an activity whose administrator is another."""
    activity_for_work(tx, activity_id)
    assert_member(tx, member_id)
    store.save_participant(tx, activity_id=activity_id, member_id=member_id)


def remove_participant(tx: Tx, *, activity_id: str, member_id: str) -> None:
    """Somebody begins no new order in an activity; what was agreed is worked."""
    if not store.save_participant_left(tx, activity_id=activity_id, member_id=member_id):
        raise NotTakingPart(activity_id=activity_id, member_id=member_id)


def activity_for_work(tx: Tx, activity_id: str, workers: Sequence[str] = ()) -> Activity:
    """An activity in which a new order may begin: it is open, its member may work, and so may who works there."""
    activity = get_activity(tx, activity_id)
    assert_member(tx, activity.member_id)
    assert_open(activity, today=tx.on)
    taking_part = {row["member_id"] for row in list_participants(tx, activity_id=activity_id)
                   if row["left_on"] is None} if workers else set()
    for worker in workers:
        assert_takes_part(activity, worker, taking_part)
        assert_member(tx, worker)
    return activity


def assert_member(tx: Tx, member_id: str) -> None:
    """Refuse whoever is not an admitted member today."""
    assert_admitted(store.find_member(tx, member_id), member_id=member_id, today=tx.on)


def activity_for_money(tx: Tx, activity_id: str) -> Activity:
    """An activity into which new money may come: it is open, its member may work, and their share holds."""
    activity = activity_for_work(tx, activity_id)
    assert_share_holds(store.find_shares(tx, activity.member_id), member_id=activity.member_id, today=tx.on)
    return activity
